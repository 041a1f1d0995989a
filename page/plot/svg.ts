/** A plot as a picture of its own: SVG text with everything in it, and PNG made from that. Loaded when one is saved. */
import { inkOf } from './inks.js';
import type { PlotSeries, PlotSpec, Range } from './spec.js';

const WIDTH = 720;
const HEIGHT = 400;
const MARGIN = { top: 52, bottom: 46, left: 62, right: 20, rightAxis: 58 };
const FONT = "'IBM Plex Sans', 'Helvetica Neue', Arial, sans-serif";
const TICKS = 6;
const PNG_SCALE = 2;

export function plotSvg(spec: PlotSpec): string {
  const box = {
    left: MARGIN.left,
    right: WIDTH - (spec.rightRange ? MARGIN.rightAxis : MARGIN.right),
    top: MARGIN.top,
    bottom: HEIGHT - MARGIN.bottom,
  };
  const toX = scaleOf(spec.xRange, box.left, box.right);
  const toY = spec.logY ? logScale(spec.yRange, box.bottom, box.top) : scaleOf(spec.yRange, box.bottom, box.top);
  const toRight = spec.rightRange ? scaleOf(spec.rightRange, box.bottom, box.top) : toY;
  const yTicks = spec.logY ? logTicks(spec.yRange) : ticksOf(spec.yRange);
  const [text, rule] = [inkOf('text'), inkOf('rule')];
  const parts = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${inkOf('paper')}"/>`,
    label(box.left, 22, spec.title, { size: 15, weight: 600 }),
    ...legend(spec, box.left, 40),
    ...yTicks.map((t) => line(box.left, toY(t), box.right, toY(t), rule)),
    ...ticksOf(spec.xRange).map((t) => line(toX(t), box.bottom, toX(t), box.bottom + 4, text)),
    ...ticksOf(spec.xRange).map((t) => label(toX(t), box.bottom + 17, number(t), { anchor: 'middle' })),
    ...yTicks.map((t) => label(box.left - 7, toY(t) + 4, number(t), { anchor: 'end' })),
    ...(spec.rightRange
      ? ticksOf(spec.rightRange).map((t) => label(box.right + 7, toRight(t) + 4, number(t), {}))
      : []),
    label((box.left + box.right) / 2, HEIGHT - 10, spec.xLabel, { anchor: 'middle' }),
    label(16, (box.top + box.bottom) / 2, spec.yLabel, { anchor: 'middle', turned: true }),
    ...(spec.rightLabel
      ? [label(WIDTH - 10, (box.top + box.bottom) / 2, spec.rightLabel, { anchor: 'middle', turned: true })]
      : []),
    `<clipPath id="box"><rect x="${box.left}" y="${box.top}" width="${box.right - box.left}" height="${box.bottom - box.top}"/></clipPath>`,
    '<g clip-path="url(#box)">',
    ...spec.series.map((series) => drawn(series, toX, series.right ? toRight : toY, box.bottom)),
    ...(spec.marks ?? []).flatMap(({ axis, at, label: name }) =>
      axis === 'x'
        ? [
            line(toX(at), box.top, toX(at), box.bottom, inkOf('mark'), '5 4'),
            label(toX(at) + 5, box.top + 13, name, { ink: inkOf('mark') }),
          ]
        : [
            line(box.left, toY(at), box.right, toY(at), inkOf('mark'), '5 4'),
            label(box.right - 5, toY(at) - 5, name, { anchor: 'end', ink: inkOf('mark') }),
          ],
    ),
    ...(spec.points ?? []).map(
      ({ x, y, filled }) =>
        `<circle cx="${px(toX(x))}" cy="${px(toY(y))}" r="4.5" stroke="${inkOf('mark')}" stroke-width="1.6" fill="${inkOf(filled ? 'mark' : 'paper')}"/>`,
    ),
    '</g>',
    line(box.left, box.bottom, box.right, box.bottom, text),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="${FONT}" role="img"><title>${escaped(spec.title)}</title><desc>${escaped(spec.description)}</desc>${parts.join('')}</svg>\n`;
}

/** The same in pixels. */
export async function plotPng(spec: PlotSpec): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([plotSvg(spec)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [PNG_SCALE * WIDTH, PNG_SCALE * HEIGHT];
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser made no PNG'))), 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

type Scale = (value: number) => number;

function drawn(
  { kind, x, y, ink, fill, dashed, width = 1.5 }: PlotSeries,
  toX: Scale,
  toY: Scale,
  floor: number,
): string {
  const colour = inkOf(ink);
  if (kind === 'points') {
    return x
      .map((at, i) =>
        y[i] === null ? '' : `<circle cx="${px(toX(at))}" cy="${px(toY(y[i]!))}" r="2.5" fill="${colour}"/>`,
      )
      .join('');
  }
  let path = '';
  let open = false;
  x.forEach((at, i) => {
    const value = y[i];
    const place = value === null || value === undefined ? Number.NaN : toY(value);
    if (!Number.isFinite(place)) {
      open = false;
      return;
    }
    if (!open) path += `M${px(toX(at))} ${px(place)}`;
    else path += kind === 'steps' ? `H${px(toX(at))}V${px(place)}` : `L${px(toX(at))} ${px(place)}`;
    open = true;
  });
  const stroke = `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`;
  if (!fill || path === '') return stroke;
  const area = `${path}V${px(floor)}H${px(toX(x[0]!))}Z`;
  return `<path d="${area}" fill="${colour}" fill-opacity="0.22"/>${stroke}`;
}

function legend({ series }: PlotSpec, left: number, y: number): string[] {
  let x = left;
  return series
    .filter(({ silent }) => !silent)
    .flatMap(({ name, ink, dashed }) => {
      const at = x;
      x += 34 + 6.4 * name.length;
      return [line(at, y - 4, at + 16, y - 4, inkOf(ink), dashed ? '5 4' : '', 2), label(at + 21, y, name, {})];
    });
}

interface LabelLook {
  readonly anchor?: 'middle' | 'end';
  readonly size?: number;
  readonly weight?: number;
  readonly turned?: boolean;
  readonly ink?: string;
}

const label = (x: number, y: number, text: string, { anchor, size = 12, weight, turned, ink }: LabelLook): string =>
  `<text x="${px(x)}" y="${px(y)}" font-size="${size}" fill="${ink ?? inkOf('text')}"${anchor ? ` text-anchor="${anchor}"` : ''}${weight ? ` font-weight="${weight}"` : ''}${turned ? ` transform="rotate(-90 ${px(x)} ${px(y)})"` : ''}>${escaped(text)}</text>`;

const line = (x1: number, y1: number, x2: number, y2: number, ink: string, dash = '', width = 1): string =>
  `<path d="M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}" stroke="${ink}" stroke-width="${width}"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`;

const scaleOf =
  ([from, to]: Range, start: number, end: number): Scale =>
  (value) =>
    start + ((value - from) / (to - from)) * (end - start);

function logScale([from, to]: Range, start: number, end: number): Scale {
  const linear = scaleOf([Math.log10(from), Math.log10(to)], start, end);
  return (value) => (value > 0 ? linear(Math.log10(value)) : Number.NaN);
}

/** Round numbers, 1, 2 or 5 times a power of ten apart. */
function ticksOf([from, to]: Range): number[] {
  const rough = (to - from) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((multiple) => multiple * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

function logTicks([from, to]: Range): number[] {
  const [low, high] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)];
  const every = Math.max(1, Math.ceil((high - low) / TICKS));
  return Array.from({ length: high - low + 1 }, (_, i) => low + i)
    .filter((power) => (power - high) % every === 0)
    .map((power) => 10 ** power);
}

const number = (value: number): string => String(Number(value.toPrecision(4)));
const px = (value: number): string => String(Math.round(100 * value) / 100);
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
