/** Each histogram of a result as a whole beside the law that its scheme should have, or why it is not compared. */
import type { Histogram } from '../reduce/estimate.js';
import type { GoodnessOfFit, Result } from '../result/result.js';
import { thresholdsOf } from '../spec/study.js';
import type { Bias, DiscretisationBias } from '../theory/index.js';
import { type Compared, passagesOf, WEIGHTED, whyUnknown } from './compared.js';
import { fitOfCells } from './goodness.js';
import { planStudy } from './plan.js';
import { processOf } from './process.js';
import { exitBins, positionCells, timeCells } from './wanted.js';

export function fitsOf(result: Result, bias: DiscretisationBias): Compared<GoodnessOfFit> {
  const rows: GoodnessOfFit[] = [];
  const reasons: Record<string, string> = {};
  const { spec } = result;
  if (spec.method !== 'plain') {
    for (const { path } of passagesOf(result)) reasons[`${path}.histogram`] = WEIGHTED;
    return { rows, reasons };
  }
  const plan = planStudy(spec);
  const compare = (
    path: string,
    histogram: Histogram,
    starts: readonly number[],
    cdf: readonly (Bias | null)[],
    rest: number,
    doubt = 0,
  ) => {
    const known = cdf.filter((value) => value !== null);
    const answer =
      known.length < cdf.length ? whyUnknown(bias, path) : fitOfCells(histogram, starts, known, rest, doubt);
    if (typeof answer === 'string') reasons[`${path}.histogram`] = answer;
    else rows.push({ quantity: `${path}.histogram`, ...answer });
  };
  const positions = positionCells(spec, processOf(spec).diffusion);
  result.snapshots.forEach((snapshot, i) => {
    const law = bias.snapshots[i];
    if (law && snapshot.paths > 0)
      compare(`snapshots[${i}]`, snapshot.histogram, positions.starts, law.cdf, 0, law.doubt);
  });
  for (const { path, passage, index } of passagesOf(result)) {
    const law = bias.firstPassage[index];
    if (!law) continue;
    const { bridge, atExit } = plan.thresholds[index]!;
    const { starts, edges } = timeCells(spec, plan, atExit ? plan.exitBridge : bridge, thresholdsOf(spec)[index]!.bins);
    compare(path, passage.histogram, starts, [...law.cdf.slice(0, edges.length), law.probability], passage.censored);
  }
  for (const side of ['lower', 'upper'] as const) {
    const exit = result.exits?.[side];
    const law = bias.exits[side];
    if (!exit || !law) continue;
    const { starts } = timeCells(spec, plan, plan.exitBridge, exitBins(spec));
    const paths = result.provenance.partial?.completed ?? spec.paths;
    compare(`exits.${side}`, exit.histogram, starts, [...law.cdf, law.probability], paths - exit.count);
  }
  return { rows, reasons };
}
