/** A quantity over a grid of two parameters, in colour. */
import { formatNumber } from '../number.js';
import type { Figure, FigureTable } from './figure.js';
import { drawFrame, WIDTH } from './frame.js';
import { colour } from './palette.js';
import type { Pen } from './pen.js';
import { plainTick, tickText } from './ticks.js';

export interface HeatMap {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly x: GridAxis;
  readonly y: GridAxis;
  /** Row by row: values[j][i] at (x.values[i], y.values[j]). null: no value, the cell stays empty. */
  readonly values: readonly (readonly (number | null)[])[];
  readonly of: string;
  /** even: from low to high; log: the same of the logarithm; signed: white at 0. Default even. */
  readonly scale?: 'even' | 'log' | 'signed' | undefined;
  /** Of the colours; values beyond take the last colour. Default: what there is. */
  readonly limits?: readonly [number, number] | undefined;
  /** Curves over the map, such as a boundary between regimes. */
  readonly curves?:
    | readonly { readonly label: string; readonly x: readonly number[]; readonly y: readonly number[] }[]
    | undefined;
  readonly table?: FigureTable | undefined;
}

export interface GridAxis {
  readonly label: string;
  /** Increasing; at least two. */
  readonly values: readonly number[];
  readonly scale?: 'linear' | 'log' | undefined;
}

/** Colours told apart: of a smooth map more than the eye sees; of a map of chance few, whose runs of one colour are longer. */
const LEVELS = { even: 64, log: 64, signed: 16 } as const;
/** Both are read by people with any common colour blindness, and in grey (signed: its two halves apart by hue only). */
const SCHEMES = { even: 'viridis', log: 'viridis', signed: 'PuOr' } as const;

const LABEL_AT = 0.7; // of the way along a curve

export function drawHeatMap(pen: Pen, map: HeatMap): Figure {
  const { x, y, values, of, scale = 'even', curves = [] } = map;
  const limits = map.limits ?? limitsOf(values, scale);
  const paint = painter(pen, scale);
  const levelOf = (value: number) => level(value, limits, scale);
  const [xEdges, yEdges] = [edgesOf(x), edgesOf(y)];
  const { Plot } = pen;
  const axis = ({ label, scale: type = 'linear' }: GridAxis, edges: readonly number[]) => ({
    type,
    label,
    domain: [edges[0]!, edges.at(-1)!],
    tickFormat: type === 'log' ? tickText : plainTick,
  });
  const cells = (_index: number[], scales: { x?: (v: number) => number; y?: (v: number) => number }) => {
    const across = xEdges.map((edge) => scales.x!(edge));
    const down = yEdges.map((edge) => scales.y!(edge));
    return cellGroup(pen.document, across, down, values, levelOf, paint);
  };
  const ramp = () => rampGroup(pen.document, { of, limits, scale, paint });
  return drawFrame(pen, {
    name: map.name,
    title: map.title,
    caption: map.caption,
    table: map.table,
    height: 356,
    grid: false,
    marginTop: 52,
    scales: { x: axis(x, xEdges), y: axis(y, yEdges) },
    marks: [
      cells as never,
      ramp as never,
      ...curves.flatMap(({ label, x: xs, y: ys }) => {
        const points = xs.map((at, i) => [at, ys[i]!] as [number, number]);
        const inside = points.filter(
          ([a, b]) => a >= xEdges[0]! && a <= xEdges.at(-1)! && b >= yEdges[0]! && b <= yEdges.at(-1)!,
        );
        const named = inside[Math.floor(LABEL_AT * inside.length)];
        return [
          Plot.line(points, { stroke: colour('paper'), strokeWidth: 3, clip: true }),
          Plot.line(points, { stroke: colour('ink'), strokeWidth: 1.2, strokeDasharray: '4 3', clip: true }),
          ...(named
            ? [
                Plot.text([named], {
                  text: () => label,
                  fill: colour('ink'),
                  stroke: colour('paper'),
                  strokeWidth: 4,
                  fontSize: 11,
                  dy: -8,
                  textAnchor: 'end',
                }),
              ]
            : []),
        ];
      }),
    ],
  });
}

/** Cells reach half-way to their neighbours, by the scale of the axis. */
function edgesOf({ values, scale }: GridAxis): number[] {
  if (values.length < 2) throw new RangeError(`expected a grid of two values or more, got ${values.length}`);
  const [to, from] = scale === 'log' ? [Math.log, Math.exp] : [(v: number) => v, (v: number) => v];
  const at = values.map(to);
  const middles = at.slice(1).map((v, i) => (v + at[i]!) / 2);
  const first = 2 * at[0]! - middles[0]!;
  const last = 2 * at.at(-1)! - middles.at(-1)!;
  return [first, ...middles, last].map(from);
}

function limitsOf(values: HeatMap['values'], scale: NonNullable<HeatMap['scale']>): readonly [number, number] {
  const known = values
    .flat()
    .filter((v): v is number => v !== null && Number.isFinite(v) && (scale !== 'log' || v > 0));
  if (known.length === 0) return scale === 'log' ? [1, 10] : [0, 1];
  const least = known.reduce((a, b) => Math.min(a, b));
  const most = known.reduce((a, b) => Math.max(a, b));
  if (scale === 'signed') {
    const reach = Math.max(Math.abs(least), Math.abs(most)) || 1;
    return [-reach, reach];
  }
  if (most > least) return [least, most];
  return scale === 'log' ? [least / 2, most * 2] : [least - 0.5, most + 0.5];
}

/** From 0 to the number of colours, less 1; null: nothing to paint. */
function level(
  value: number | null,
  [from, to]: readonly [number, number],
  scale: NonNullable<HeatMap['scale']>,
): number | null {
  if (value === null || Number.isNaN(value) || (scale === 'log' && value <= 0)) return null;
  const share = scale === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return Math.min(LEVELS[scale] - 1, Math.max(0, Math.floor(share * LEVELS[scale])));
}

function painter({ Plot }: Pen, scale: NonNullable<HeatMap['scale']>): (level: number) => string {
  const { apply } = Plot.scale({ color: { type: 'linear', scheme: SCHEMES[scale], domain: [0, LEVELS[scale] - 1] } })!;
  return (at) => String(apply(at));
}

const SVG = 'http://www.w3.org/2000/svg';

/** One path for each colour: its runs of cells, row by row. */
function cellGroup(
  document: Document,
  across: readonly number[],
  down: readonly number[],
  values: HeatMap['values'],
  levelOf: (value: number) => number | null,
  paint: (level: number) => string,
): SVGElement {
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('shape-rendering', 'crispEdges');
  const runs = new Map<number, string>();
  const round = (v: number) => Number(v.toFixed(2));
  values.forEach((row, j) => {
    const [top, bottom] = [round(Math.min(down[j]!, down[j + 1]!)), round(Math.max(down[j]!, down[j + 1]!))];
    for (let i = 0; i < row.length; ) {
      const here = row[i] == null ? null : levelOf(row[i]!);
      let end = i + 1;
      while (end < row.length && (row[end] == null ? null : levelOf(row[end]!)) === here) end++;
      if (here !== null) {
        const [left, right] = [round(across[i]!), round(across[end]!)];
        runs.set(here, `${runs.get(here) ?? ''}M${left},${top}H${right}V${bottom}H${left}`);
      }
      i = end;
    }
  });
  for (const [at, d] of [...runs].sort(([a], [b]) => a - b)) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('fill', paint(at));
    path.setAttribute('d', d);
    group.appendChild(path);
  }
  return group;
}

interface Ramp {
  readonly of: string;
  readonly limits: readonly [number, number];
  readonly scale: NonNullable<HeatMap['scale']>;
  readonly paint: (level: number) => string;
}

/** The colours and what they stand for, above the frame on the right. */
function rampGroup(document: Document, { of, limits, scale, paint }: Ramp): SVGElement {
  const add = (parent: Element, tag: string, attributes: Readonly<Record<string, string | number>>, text?: string) => {
    const element = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    if (text !== undefined) element.textContent = text;
    parent.appendChild(element);
    return element;
  };
  const width = 192;
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('transform', `translate(${WIDTH - 14 - width},16)`);
  add(group, 'text', { x: -10, y: 5, dy: '0.32em', 'text-anchor': 'end' }, of);
  const bars = add(group, 'g', { 'shape-rendering': 'crispEdges' });
  const levels = LEVELS[scale];
  for (let i = 0; i < levels; i++)
    add(bars, 'rect', { x: (i * width) / levels, width: width / levels + 0.5, height: 10, fill: paint(i) });
  const [from, to] = limits;
  const middle = scale === 'log' ? Math.sqrt(from * to) : (from + to) / 2;
  [from, middle, to].forEach((value, i) => {
    const anchor = ['start', 'middle', 'end'][i]!;
    add(
      group,
      'text',
      { x: (i * width) / 2, y: 12, dy: '0.8em', 'text-anchor': anchor, 'font-size': 11 },
      rampText(value),
    );
  });
  return group;
}

/** Three digits; a long number would run into its neighbours. */
const rampText = (value: number): string =>
  Math.abs(value) >= 1e5 ? value.toExponential(1).replace('e+', 'e') : formatNumber(Number(value.toPrecision(3)));
