/** First passage to harm as a measure of risk, and what it says of α = β. */
import { NEAR } from './boundary.js';
import { claimOf, type Examine, list, show, signed } from './claim.js';
import { BETA, computed, FIGURE, HARM, largestAt, passageTime, START, scan, severity } from './exact.js';
import { rowsOf } from './lab.js';
import { ALPHAS, passageSamples, pointsOf } from './samples.js';
import { judge } from './verdict.js';

const ALONG = scan(0, 2 * BETA, 16);

export const passage: Examine = async (lab) => {
  const time = (alpha: number) => passageTime(severity({ alpha })).value;
  const times = ALONG.map(time);
  const growth = Math.max(...times.slice(1).map((t, i) => t / times[i]!));
  const steepness = (alpha: number) => -(Math.log(time(alpha + 1e-3)) - Math.log(time(alpha - 1e-3))) / 2e-3;
  const steepest = largestAt(steepness, [0.01, 2 * BETA], 12);
  const samples = await passageSamples(lab);
  const early = await lab.severity(
    'early-0.1',
    { alpha: 0.1 },
    {
      initial: START,
      horizon: FIGURE.time,
      firstPassage: { threshold: HARM },
      method: 'tilted',
    },
  );
  const at = ALPHAS.map((alpha) => [alpha, time(alpha)] as const);
  return claimOf({
    id: 'first-passage',
    title: 'First passage to a threshold of harm measures the risk',
    claimed:
      'The time at which severity first reaches a threshold of harm, its mean and its probability within a time, are metrics of risk. We ask also whether they single out α = β.',
    criteria: [
      judge({
        says: `the mean time is finite for α from 0 to ${2 * BETA}`,
        value: computed(Math.max(...times)),
        relation: '<',
        limit: 1e300,
      }),
      judge({ says: 'it falls with every step of α', value: computed(growth), relation: '<', limit: 1 }),
      judge({
        says: `its logarithm falls most steeply within ${NEAR} of α = β`,
        value: { value: Math.abs(steepest.value - BETA), error: steepest.error },
        relation: '<',
        limit: NEAR,
      }),
    ],
    finding: `From ${START} to ${HARM} the mean time is ${list(at)} (α: time). Its logarithm falls most steeply at α − β = ${signed(steepest.value - BETA)}, by ${show(steepness(steepest.value))} per unit of α, against ${show(steepness(BETA))} at α = β.`,
    regime: `Anywhere: the time is an exact quadrature, finite for every α and β while there is noise, and smooth in both. Threshold ${HARM} and start ${START} are ours; the preprint states neither. It changes fastest where the barrier between the stable point and the threshold falls fastest.`,
    measured: rowsOf(
      ...samples.flatMap(([alpha, sample]) => [
        sample?.row(`mean time by the horizon, α = ${alpha}`, 'firstPassage.mean'),
        sample?.row(`its variance, α = ${alpha}`, 'firstPassage.variance'),
        sample?.row(`median, α = ${alpha}`, 'firstPassage.quantiles.0.5'),
      ]),
      early?.row(`probability within ${FIGURE.time}, α = 0.1, tilted paths`, 'firstPassage.probability'),
    ),
    exact: at.map(([alpha]) => ({
      quantity: `mean first passage, α = ${alpha}, β = ${BETA}`,
      ...passageTime(severity({ alpha })),
      how: `from ${START} to ${HARM}, no horizon`,
    })),
    curves: [
      {
        name: 'passage-time',
        title: 'Mean first passage along α',
        caption: `From ${START} to ${HARM}, β = ${BETA}, the figure’s noise.`,
        x: 'α',
        y: 'mean time',
        logY: true,
        lines: [{ label: 'exact', x: ALONG, y: times }, ...pointsOf(samples, 'firstPassage.mean')],
        marks: [{ x: BETA, label: 'α = β' }],
      },
    ],
  });
};
