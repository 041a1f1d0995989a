/** The preprint's Figure 2, as far as its parameters are stated. */

import type { Line } from '../../result/preprint.js';
import { momentsAt } from '../../theory/index.js';
import { claimOf, type Examine, list, show } from './claim.js';
import { BETA, FIGURE, meanAt, START, severity } from './exact.js';
import { differenceOf, rowsOf } from './lab.js';
import { ALPHAS, type Samples } from './samples.js';
import { judge } from './verdict.js';

const SETTLED = 0.05; // relative distance from the stationary mean below which a curve has arrived
/** Another start, to see what of the picture it decides. */
const OTHER_START = 0.5;
const ENDS = { lower: 'reflect', upper: 'reflect' } as const;
/** Of the two outer examples: how far apart the picture shows them. */
const APART = 0.1;

export const figure: Examine = async (lab) => {
  const { time } = FIGURE;
  const samples: [number, Samples[number][1]][] = [];
  for (const alpha of ALPHAS)
    samples.push([
      alpha,
      await lab.severity(
        `figure-${alpha}`,
        { alpha },
        {
          initial: START,
          horizon: time,
          saveAt: [2.5, 5, 7.5, 10],
          samplePaths: 8,
        },
      ),
    ]);
  const at = (alpha: number, start: number) => momentsAt(severity({ alpha }), ENDS, [start], time).mean;
  const finals = ALPHAS.map((alpha) => [alpha, at(alpha, START)] as const);
  const [low, , high] = finals.map(([, mean]) => mean);
  const stationary = meanAt(severity({ alpha: BETA }));
  const gap = Math.abs(at(BETA, START).value / stationary.value - 1);
  const other = at(BETA, OTHER_START);
  const middle = finals[1]![1];
  const reached = samples[1]![1]?.estimate('snapshots[3].mean') ?? null;
  const minus = (a: { value: number; error: number }, b: { value: number; error: number }) => ({
    value: a.value - b.value,
    error: a.error + b.error,
  });
  return claimOf({
    id: 'figure-2',
    title: 'Figure 2: severity over t ∈ [0, 10]',
    claimed: `Figure 2 shows severity over t ∈ [0, ${time}] at γ = ${FIGURE.gamma}, σ0 = ${FIGURE.sigma0}, σ1 = ${FIGURE.sigma1}. Its α, β, start and step are not stated: β = ${BETA}, start ${START} and dt = 0.05 are ours. We ask whether such a picture tells below from above the boundary, and whether it is fixed by what is stated.`,
    criteria: [
      judge({
        says: `by t = ${time} the mean at α = ${ALPHAS[2]} lies more than ${APART} above that at α = ${ALPHAS[0]}`,
        value: minus(high!, low!),
        relation: '>',
        limit: APART,
        simulated: differenceOf(samples[2]![1], samples[0]![1], 'snapshots[3].mean'),
      }),
      judge({
        says: `at α = β the mean has come within ${100 * SETTLED} % of its stationary value by t = ${time}: the time shown suffices`,
        value: { value: gap, error: middle.error + stationary.error },
        relation: '<',
        limit: SETTLED,
        simulated: reached && {
          value: Math.abs(reached.value / stationary.value - 1),
          standardError: reached.standardError / stationary.value,
        },
      }),
      judge({
        says: `at α = β the mean at t = ${time} depends on the start by less than ${100 * SETTLED} % (starts ${START} and ${OTHER_START}): the picture is fixed by what is stated`,
        value: { value: Math.abs(other.value / middle.value - 1), error: (other.error + middle.error) / middle.value },
        relation: '<',
        limit: SETTLED,
      }),
    ],
    finding: `From ${START} the mean at t = ${time} is ${list(finals.map(([alpha, mean]) => [alpha, mean.value]))} (α: mean). At α = β it is ${show(100 * gap)} % away from the stationary ${show(stationary.value)}; from a start of ${OTHER_START} it is ${show(other.value)}.`,
    regime: `The order of the curves is that of α for any start and time. To see the stationary law one needs several relaxation times of up to 6, so t ≈ 30 rather than ${time}; and to reproduce the figure, its α, β, start and step.`,
    measured: rowsOf(
      ...samples.flatMap(([alpha, sample]) => [
        sample?.row(`mean at ${time}, α = ${alpha}`, 'snapshots[3].mean'),
        sample?.row(`variance at ${time}, α = ${alpha}`, 'snapshots[3].variance'),
      ]),
    ),
    exact: [
      ...finals.map(([alpha, mean]) => ({
        quantity: `mean at ${time}, α = ${alpha}`,
        ...mean,
        how: `from ${START}, β = ${BETA}`,
      })),
      { quantity: `mean at ${time}, α = β, from ${OTHER_START}`, ...other, how: 'Laplace inversion of the resolvent' },
      { quantity: 'stationary mean, α = β', ...stationary, how: 'quadrature' },
    ],
    curves: [
      {
        name: 'figure-two',
        title: 'Paths at the figure’s noise',
        caption: `From ${START}, β = ${BETA}; some paths for each α.`,
        x: 'time',
        y: 'severity x',
        lines: samples.flatMap(pathsOf),
        marks: [],
      },
    ],
  });
};

const SHOWN = 3; // paths an α

function pathsOf([alpha, sample]: Samples[number]): Line[] {
  const paths = sample?.result.samplePaths;
  if (!paths) return [];
  return paths.values
    .slice(0, SHOWN)
    .map((y, i) => ({ label: i === 0 ? `α = ${alpha}` : '', x: paths.times.slice(0, y.length), y }));
}
