/** A plot on a canvas: redrawn some times a second while a run grows, with a readout under the pointer. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { themed } from '../state/theme.js';
import { inkOf } from './inks.js';
import type { PlotSeries, PlotSpec } from './spec.js';

const FONT = '11px "IBM Plex Sans", system-ui, sans-serif';
const POINT = 4.5; // radius of a fixed point's symbol
const STEPPED = uPlot.paths.stepped!({ align: 1 });
const LINEAR = uPlot.paths.linear!();

interface Props {
  readonly spec: PlotSpec;
  /** What is under the pointer, in words; empty without one. */
  readonly onRead?: (text: string) => void;
}

export function PlotCanvas({ spec, onRead }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const shown = useRef(spec);
  const plot = useRef<{ readonly chart: uPlot; readonly shape: string } | null>(null);
  shown.current = spec;

  /** Draws what is to be shown, once a frame at most, and only while it is in sight. */
  const draw = useRef({ frame: 0, isVisible: false, isStale: true });
  const schedule = () => {
    const state = draw.current;
    state.isStale = true;
    if (!state.isVisible || state.frame !== 0) return;
    state.frame = requestAnimationFrame(() => {
      state.frame = 0;
      if (holder.current === null) return; // the view was left while the frame was on its way
      state.isStale = false;
      const shape = shapeOf(shown.current);
      if (plot.current?.shape === shape) {
        plot.current.chart.setData(dataOf(shown.current), true);
        return;
      }
      plot.current?.chart.destroy();
      plot.current = { chart: open(holder.current!, shown, (text) => onRead?.(text)), shape };
    });
  };

  useEffect(schedule, [spec]);

  useEffect(() => {
    const element = holder.current!;
    const sizes = new ResizeObserver(() => plot.current?.chart.setSize(sizeOf(element)));
    sizes.observe(element);
    const sight = new IntersectionObserver(([entry]) => {
      draw.current.isVisible = entry!.isIntersecting;
      if (draw.current.isStale) schedule();
    });
    sight.observe(element);
    const forget = themed.subscribe(() => plot.current?.chart.redraw(false));
    return () => {
      sizes.disconnect();
      sight.disconnect();
      forget();
      cancelAnimationFrame(draw.current.frame);
      plot.current?.chart.destroy();
      plot.current = null;
    };
  }, []);

  return <div ref={holder} class="plot-canvas" role="img" aria-label={spec.description} />;
}

const sizeOf = (element: HTMLElement) => ({ width: element.clientWidth, height: element.clientHeight });

/** What cannot change without a new chart. */
const shapeOf = ({ series, logY, xLabel, yLabel, rightRange }: PlotSpec): string =>
  JSON.stringify([
    series.map(({ name, kind, ink, right, width, fill, dashed }) => [name, kind, ink, right, width, fill, dashed]),
    logY,
    xLabel,
    yLabel,
    rightRange !== undefined,
  ]);

/** uPlot wants one list of x for all: each series has values at its own and nothing at those of others. */
function dataOf({ series, logY }: PlotSpec): uPlot.AlignedData {
  if (series.length === 0) return [[0], [null]];
  const positive = (y: number | null) => (logY && y !== null && y <= 0 ? null : y);
  return uPlot.join(series.map(({ x, y }) => [x as number[], y.map(positive)]));
}

function open(element: HTMLElement, shown: { current: PlotSpec }, onRead: (text: string) => void): uPlot {
  const spec = shown.current;
  const axis = (label: string, side: 1 | 2 | 3): uPlot.Axis => ({
    side,
    stroke: () => inkOf('text'),
    font: FONT,
    label,
    labelFont: FONT,
    labelSize: 18,
    labelGap: 0,
    size: side === 2 ? 28 : 44,
    gap: 4,
    grid: { show: side !== 1, stroke: () => inkOf('rule'), width: 1 },
    ticks: { show: false },
    space: side === 2 ? 60 : 32,
  });
  const options: uPlot.Options = {
    ...sizeOf(element),
    padding: [10, spec.rightRange ? 4 : 14, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
    scales: {
      x: { time: false, range: () => [...shown.current.xRange] },
      y: { distr: spec.logY ? 3 : 1, range: () => [...shown.current.yRange] },
      ...(spec.rightRange ? { right: { range: () => [...(shown.current.rightRange ?? [0, 1])] } } : {}),
    },
    axes: [
      axis(spec.xLabel, 2),
      axis(spec.yLabel, 3),
      ...(spec.rightRange ? [{ ...axis(spec.rightLabel ?? '', 1), scale: 'right' }] : []),
    ],
    series: [{}, ...spec.series.map(seriesOf)],
    hooks: {
      draw: [(chart) => drawMarks(chart, shown.current)],
      setCursor: [(chart) => onRead(readout(chart, shown.current))],
    },
  };
  return new uPlot(options, dataOf(spec), element);
}

const seriesOf = ({ ink, kind, fill, dashed, width = 1.5, right }: PlotSeries): uPlot.Series => ({
  scale: right ? 'right' : 'y',
  stroke: () => inkOf(ink),
  width: kind === 'points' ? 0 : width,
  paths: kind === 'steps' ? STEPPED : kind === 'line' ? LINEAR : () => null,
  points: { show: kind === 'points', size: 5, fill: () => inkOf(ink) },
  ...(dashed ? { dash: [5, 4] } : {}),
  ...(fill ? { fill: () => `color-mix(in srgb, ${inkOf(ink)} 22%, transparent)` } : {}),
});

function drawMarks(chart: uPlot, { marks = [], points = [] }: PlotSpec): void {
  const { ctx, bbox } = chart;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = `${11 * ratio}px "IBM Plex Sans", system-ui, sans-serif`;
  ctx.strokeStyle = ctx.fillStyle = inkOf('mark');
  ctx.lineWidth = ratio;
  for (const { axis, at, label } of marks) {
    const place = Math.round(chart.valToPos(at, axis, true)) + 0.5;
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    ctx.beginPath();
    if (axis === 'x') {
      ctx.moveTo(place, bbox.top);
      ctx.lineTo(place, bbox.top + bbox.height);
    } else {
      ctx.moveTo(bbox.left, place);
      ctx.lineTo(bbox.left + bbox.width, place);
    }
    ctx.stroke();
    ctx.setLineDash([]);
    const wide = ctx.measureText(label).width;
    const write = (x: number, y: number) => {
      // Paths run under it.
      ctx.strokeStyle = inkOf('paper');
      ctx.lineWidth = 4 * ratio;
      ctx.strokeText(label, x, y);
      ctx.strokeStyle = inkOf('mark');
      ctx.lineWidth = ratio;
      ctx.fillText(label, x, y);
    };
    if (axis === 'x') {
      const right = place + wide + 8 * ratio < bbox.left + bbox.width;
      ctx.textAlign = right ? 'left' : 'right';
      write(place + (right ? 5 : -5) * ratio, bbox.top + 12 * ratio);
    } else {
      const above = place - 16 * ratio > bbox.top;
      ctx.textAlign = 'right';
      write(bbox.left + bbox.width - 4 * ratio, place + (above ? -5 : 13) * ratio);
    }
  }
  for (const { x, y, filled } of points) {
    ctx.beginPath();
    ctx.arc(chart.valToPos(x, 'x', true), chart.valToPos(y, 'y', true), POINT * ratio, 0, 2 * Math.PI);
    ctx.lineWidth = 1.6 * ratio;
    ctx.fillStyle = inkOf(filled ? 'mark' : 'paper');
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}

function readout(chart: uPlot, { series, xLabel }: PlotSpec): string {
  const { left } = chart.cursor;
  if (left === undefined || left === null || left < 0) return '';
  const x = chart.posToVal(left, 'x');
  const parts = series.flatMap((one) => {
    if (one.silent || one.x.length === 0) return [];
    const y = valueAt(one, x);
    return y === null ? [] : [`${one.name} ${short(y)}`];
  });
  return [`${xLabel.split(',')[0]} ${short(x)}`, ...parts].join('   ');
}

/** The value that is drawn at x. */
function valueAt({ x, y, kind }: PlotSeries, at: number): number | null {
  let [low, high] = [0, x.length - 1];
  if (at < x[low]! || at > x[high]!) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= at) low = middle;
    else high = middle;
  }
  const [a, b] = [y[low] ?? null, y[high] ?? null];
  if (kind === 'steps' || a === null || b === null || x[high] === x[low]) return a;
  return a + ((b - a) * (at - x[low]!)) / (x[high]! - x[low]!);
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
