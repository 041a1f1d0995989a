/** From results and exact curves to what each plot shows. No number is computed here that is not a matter of drawing. */
import type { Exit, FirstPassage, Histogram, Result, SamplePaths } from '#dist/result/result.js';
import type { Study } from '#dist/spec/study.js';
import { thresholdsOf } from '#dist/spec/study.js';
import type { Curves, DrawnTimes } from '#dist/study/curves.js';
import type { Landscape } from '#dist/study/landscape.js';
import { around, fromZero, type PlotMark, type PlotSeries, type PlotSpec, type Range } from '../../plot/spec.js';

const RARE = 1e-3; // of the paths: a plot of times ends where fewer than these are left
const LEAST_SURVIVAL = 1e-4;

/** The histogram as a density, drawn as steps. @param total paths that it is a share of. */
function steps(name: string, { edges, counts }: Histogram, total: number): PlotSeries {
  const y = counts.map((count, i) => (total > 0 ? count / total / (edges[i + 1]! - edges[i]!) : 0));
  return { name, ink: 'simulated', kind: 'steps', x: edges, y: [...y, y.at(-1) ?? 0], fill: true, width: 1 };
}

const exactLine = (x: readonly number[], y: readonly (number | null)[], name = 'exact'): PlotSeries => ({
  name,
  ink: 'exact',
  kind: 'line',
  x,
  y,
  width: 1.5,
});

/** Up to the time when hardly any path is left, in whole bins; all of it where many are. */
function timeRange(passage: { readonly histogram: Histogram }, total: number, horizon: number): Range {
  const { edges, counts } = passage.histogram;
  let last = counts.length;
  let beyond = 0;
  while (last > 1 && beyond + counts[last - 1]! <= RARE * total) beyond += counts[--last]!;
  const all = counts.reduce((sum, count) => sum + count, 0);
  const isDone = all > 0 && total - all <= RARE * total;
  return [0, isDone ? edges[Math.min(counts.length, last + 1)]! : horizon];
}

const pathsOf = ({ provenance: { partial }, spec, failures }: Result): number =>
  (partial?.completed ?? spec.paths) - failures.nonFinite;

export function passagePlot(result: Result, passage: FirstPassage, curve: DrawnTimes | null | undefined): PlotSpec {
  const total = pathsOf(result);
  const series: PlotSeries[] = [steps('simulated', passage.histogram, total)];
  if (curve) series.push(exactLine(curve.times, curve.density));
  return {
    id: 'first-passage',
    title: `First passage ${passage.direction} through ${passage.threshold}`,
    xLabel: 'time',
    yLabel: 'density',
    xRange: timeRange(passage, total, result.spec.horizon),
    yRange: fromZero(series),
    series,
    description: `Histogram of the first-passage times of ${passage.hits} paths that came to ${passage.threshold}${curve ? ', with the exact density drawn over it' : ''}.`,
  };
}

export function survivalPlot(
  result: Result,
  passage: FirstPassage,
  curve: DrawnTimes | null | undefined,
  logY: boolean,
): PlotSpec {
  const { times, values } = passage.survival;
  const series: PlotSeries[] = [{ name: 'simulated', ink: 'simulated', kind: 'points', x: times, y: values }];
  if (curve) series.unshift(exactLine(curve.times, curve.survival));
  const range = timeRange(passage, pathsOf(result), result.spec.horizon);
  return {
    id: 'survival',
    title: 'Paths that have not passed yet',
    xLabel: 'time',
    yLabel: 'P(T > t)',
    xRange: range,
    yRange: logY ? [LEAST_SURVIVAL, 1.3] : [0, 1.04],
    logY,
    series,
    description: `Share of the paths that have not come to ${passage.threshold} by each time: from 1 down to ${Number(values.at(-1)!.toPrecision(3))}.`,
  };
}

export function positionPlot(
  result: Result,
  index: number,
  curves: Curves | null,
  marks: readonly PlotMark[],
): PlotSpec {
  const snapshot = result.snapshots[index]!;
  const series: PlotSeries[] = [steps('simulated', snapshot.histogram, snapshot.paths)];
  const curve = curves?.snapshots[index];
  if (curve) series.push(exactLine(curve.x, curve.y));
  return {
    id: 'position',
    title: `Position at time ${snapshot.time}`,
    xLabel: 'x',
    yLabel: 'density',
    xRange: result.spec.domain,
    yRange: fromZero(series),
    series,
    marks: marks.map((mark) => ({ ...mark, axis: 'x' as const })),
    description: `Histogram of the position of ${snapshot.paths} paths at time ${snapshot.time}${curve ? ', with the exact density drawn over it' : ''}.`,
  };
}

export function exitPlot(
  result: Result,
  side: 'lower' | 'upper',
  exit: Exit,
  curve: DrawnTimes | null | undefined,
): PlotSpec {
  const total = pathsOf(result);
  const series: PlotSeries[] = [steps('simulated', exit.histogram, total)];
  if (curve) series.push(exactLine(curve.times, curve.density));
  return {
    id: `exit-${side}`,
    title: `Exit at the ${side} end`,
    xLabel: 'time',
    yLabel: 'density',
    xRange: timeRange(exit, exit.count, result.spec.horizon),
    yRange: fromZero(series),
    series,
    description: `Histogram of the times at which ${exit.count} paths left through the ${side} end.`,
  };
}

/** The levels that paths are watched at, where they lie inside the domain. */
export const levelMarks = (study: Study): PlotMark[] =>
  thresholdsOf(study)
    .filter(({ threshold }) => threshold > study.domain[0] && threshold < study.domain[1])
    .map(({ threshold }) => ({ axis: 'y', at: threshold, label: String(threshold) }));

export function pathsPlot(study: Study, { times, values }: SamplePaths): PlotSpec {
  const longest = values.reduce((most, path) => Math.max(most, path.length), 2);
  const series = values.map(
    (path, i): PlotSeries => ({
      name: `path ${i}`,
      ink: i === 0 ? 'simulated' : 'faint',
      kind: 'line',
      x: times.slice(0, path.length),
      y: path,
      width: i === 0 ? 1.4 : 1,
      silent: true,
    }),
  );
  return {
    id: 'paths',
    title: 'Paths',
    xLabel: 'time',
    yLabel: 'x',
    xRange: [0, times[longest - 1] ?? study.horizon],
    yRange: study.domain,
    series: series.reverse(), // the first path on top
    marks: levelMarks(study),
    description: `The first ${values.length} paths of the run over time.`,
  };
}

export function landscapePlot(study: Study, { x, drift, potential, fixedPoints }: Landscape): PlotSpec {
  const shown: PlotSeries = { name: 'drift μ(x)', ink: 'simulated', kind: 'line', x, y: drift, width: 2 };
  const hills: PlotSeries = {
    name: 'potential −∫2μ/σ² dx',
    ink: 'second',
    kind: 'line',
    x,
    y: potential,
    right: true,
    dashed: true,
  };
  const places = fixedPoints.map((p) => `${p.stable ? 'stable' : 'unstable'} at ${Number(p.x.toPrecision(4))}`);
  return {
    id: 'landscape',
    title: 'Drift and potential',
    xLabel: 'x',
    yLabel: 'drift',
    rightLabel: 'potential, in units of noise',
    xRange: study.domain,
    yRange: around([shown]),
    rightRange: fromZero([hills], 1e-3),
    series: [shown, hills],
    marks: [{ axis: 'y', at: 0, label: '' }],
    points: fixedPoints.map((p) => ({ x: p.x, y: 0, filled: p.stable, label: '' })),
    description: `Drift along x, and the potential of the noise. Fixed points: ${places.join(', ') || 'none'}.`,
  };
}
