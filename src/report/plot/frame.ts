/** The frame of a plot: size, axes, grid, legend, and what readers without eyes for it are told. */
import type { Markish, PlotOptions, ScaleOptions } from '@observablehq/plot';
import { describeSvg, type Figure, type FigureTable } from './figure.js';
import { colour, type Role } from './palette.js';
import type { Pen } from './pen.js';

export interface Frame {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly marks: readonly Markish[];
  readonly scales: { readonly x: ScaleOptions; readonly y: ScaleOptions };
  readonly legend?: readonly LegendEntry[] | undefined;
  readonly table?: FigureTable | undefined;
  readonly height?: number | undefined;
  readonly grid?: boolean | undefined;
  readonly marginRight?: number | undefined;
  readonly marginLeft?: number | undefined;
  /** Room above the frame where there is no legend. */
  readonly marginTop?: number | undefined;
}

export interface LegendEntry {
  readonly label: string;
  readonly role: Role;
  readonly as: 'line' | 'thin' | 'dashes' | 'bars' | 'band' | 'points';
  readonly open?: boolean | undefined;
}

/** Units of width. Two of them stand side by side on a desk, one fills a phone: text stays near 11 px on both. */
export const WIDTH = 440;
const HEIGHT = 270;
const FONT_SIZE = 12;
const LABEL = 22; // the line of the y label, at the top
const ROW = 17; // one row of the legend
const SWATCH = 20;
const GAP = 14;
const LETTER = 0.53 * FONT_SIZE; // mean width of one, in any sans

export function drawFrame({ Plot, document }: Pen, frame: Frame): Figure {
  const { name, title, caption, table, height = HEIGHT, grid = true } = frame;
  const marginLeft = frame.marginLeft ?? 52;
  const rows = legendRows(frame.legend ?? [], WIDTH - marginLeft);
  const marginTop = frame.marginTop ?? LABEL + ROW * rows.length + 4;
  const options: PlotOptions = {
    document,
    width: WIDTH,
    height: height + ROW * rows.length,
    marginTop,
    marginBottom: 40,
    marginLeft,
    marginRight: frame.marginRight ?? 14,
    className: 'fp-plot',
    style: { fontSize: `${FONT_SIZE}px`, fontFamily: 'inherit', background: 'none', color: 'currentColor' },
    x: { tickSize: 4, ...frame.scales.x },
    y: { tickSize: 4, ...frame.scales.y },
    marks: [
      ...(grid
        ? [
            Plot.gridY({ stroke: colour('grid'), strokeOpacity: 1 }),
            Plot.gridX({ stroke: colour('grid'), strokeOpacity: 1 }),
          ]
        : []),
      Plot.frame({ stroke: colour('muted'), strokeOpacity: 0.5 }),
      ...frame.marks,
    ],
  };
  const svg = Plot.plot(options) as unknown as SVGSVGElement;
  appendLegend(document, svg, rows, marginLeft);
  return { name, title, caption, table, svg: describeSvg(tidy(svg.outerHTML, name), name, title, caption) };
}

/**
 * Shorter by a third: the width is the page's business, Plot's style sheet and names of parts say nothing inside an image, and a
 * hundredth of a unit is finer than any screen.
 */
function tidy(svg: string, name: string): string {
  const clips = [...new Set(svg.match(/\bplot-clip-\d+\b/g))]; // counted through the process: a page would change with its neighbours
  return svg
    .replace(/\bplot-clip-\d+\b/g, (clip) => `${name}-clip${clips.indexOf(clip)}`)
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/^<svg\b[^>]*>/, (open) => open.replace(/ (?:width|height|xmlns(?::\w+)?)="[^"]*"/g, ''))
    .replace(/ aria-(?:label|hidden)="[^"]*"/g, '')
    .replace(/ (?:transform|d|[xy][12]?|width|height)="[^"]*"/g, (attribute) =>
      attribute.replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2)))),
    );
}

const widthOf = ({ label }: LegendEntry): number => SWATCH + 6 + [...label].length * LETTER + GAP;

function legendRows(entries: readonly LegendEntry[], room: number): LegendEntry[][] {
  const rows: LegendEntry[][] = [];
  let left = 0;
  for (const entry of entries) {
    if (rows.length === 0 || widthOf(entry) > left) {
      rows.push([]);
      left = room;
    }
    rows.at(-1)!.push(entry);
    left -= widthOf(entry);
  }
  return rows;
}

const SVG = 'http://www.w3.org/2000/svg';

function appendLegend(document: Document, svg: Element, rows: readonly LegendEntry[][], left: number): void {
  const add = (parent: Element, tag: string, attributes: Readonly<Record<string, string | number>>, text = '') => {
    const element = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    if (text !== '') element.textContent = text;
    parent.appendChild(element);
    return element;
  };
  rows.forEach((row, i) => {
    let x = left;
    for (const entry of row) {
      const group = add(svg, 'g', { transform: `translate(${x.toFixed(1)},${LABEL + ROW * i + 2})` });
      const stroke = colour(entry.role);
      if (entry.as === 'bars' || entry.as === 'band') {
        add(group, 'rect', {
          y: -5,
          width: SWATCH,
          height: 10,
          fill: stroke,
          'fill-opacity': entry.as === 'bars' ? 0.38 : 0.3,
        });
      } else if (entry.as === 'points') {
        add(group, 'circle', {
          cx: SWATCH / 2,
          r: 3,
          stroke,
          'stroke-width': 1.4,
          fill: entry.open ? colour('paper') : stroke,
        });
      } else {
        const dashes: Record<string, string> = entry.as === 'dashes' ? { 'stroke-dasharray': '5 3' } : {};
        add(group, 'line', { x2: SWATCH, stroke, 'stroke-width': entry.as === 'thin' ? 1.2 : 2, ...dashes });
      }
      add(group, 'text', { x: SWATCH + 6, dy: '0.32em', 'text-anchor': 'start' }, entry.label);
      x += widthOf(entry);
    }
  });
}
