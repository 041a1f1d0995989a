/** Is α = β the boundary between self-correcting and runaway severity? */

import { claimOf, type Examine, show, signed } from './claim.js';
import { BETA, computed, FIGURE, largestAt, meanAt, noise, rootOf, scan, severity, slopeAt } from './exact.js';
import { rowsOf } from './lab.js';
import { lawSamples, pointsOf } from './samples.js';
import { judge } from './verdict.js';

/** How near α = β counts as there: a tenth of the scanned range. */
export const NEAR = 0.08;
export const RANGE = [0, 2 * BETA] as const;

const HALF = 0.02; // a fiftieth of the domain
const RUNAWAY = 0.7; // α of the supercritical example

export const boundary: Examine = async (lab) => {
  const mean = (alpha: number) => meanAt(severity({ alpha })).value;
  const half = rootOf((alpha) => mean(alpha) - 0.5, RANGE);
  const slope = (factor: number) => (alpha: number) =>
    slopeAt((a) => meanAt(severity({ alpha: a, ...noise(factor) })).value, alpha);
  const steepest = largestAt((alpha) => slope(1)(alpha).value, [RANGE[0] + 0.01, RANGE[1]], 12);
  const [full, quarter] = [slope(1)(BETA), slope(1 / 4)(BETA)];
  const sharpening = { value: quarter.value / full.value, error: (quarter.error + full.error) / full.value };
  const driftAtOne = computed(FIGURE.gamma - BETA);
  const laws = await lawSamples(lab);
  const fromHalf = laws.find(([alpha]) => alpha === BETA)?.[1]?.estimate('snapshots[0].mean') ?? null;
  const distance = (place: { value: number; error: number }) => ({
    value: Math.abs(place.value - BETA),
    error: place.error,
  });
  return claimOf({
    id: 'boundary',
    title: 'α = β divides self-correcting from runaway severity',
    claimed: 'The line α = β is a critical boundary: below it severity corrects itself, above it severity runs away.',
    criteria: [
      judge({
        says: `at α = β the stationary mean is ½ to within ${HALF}`,
        value: { value: Math.abs(mean(BETA) - 0.5), error: 1e-12 },
        relation: '<',
        limit: HALF,
        simulated: fromHalf && { ...fromHalf, value: Math.abs(fromHalf.value - 0.5) },
      }),
      judge({
        says: `the stationary mean rises most steeply within ${NEAR} of α = β`,
        value: distance(steepest),
        relation: '<',
        limit: NEAR,
      }),
      judge({
        says: 'with a quarter of the noise it rises at least twice as steeply at α = β: a transition sharpens',
        value: sharpening,
        relation: '>',
        limit: 2,
      }),
      judge({
        says: `above it (α = ${RUNAWAY}, β = ${BETA}) the drift still points upwards at x = 1: severity can run away to its maximum`,
        value: driftAtOne,
        relation: '>',
        limit: 0,
      }),
    ],
    finding: `With β = ${BETA} and the figure’s noise the stationary mean passes ½ at α − β = ${signed(half.value - BETA)} and is ${show(mean(BETA))} at α = β. It is steepest at α − β = ${signed(steepest.value - BETA)}; at α = β its slope is ${show(full.value)}, and ${show(quarter.value)} with a quarter of the noise. The drift at x = 1 is γ − β = ${show(driftAtOne.value)} whatever α is; the mean at α = ${RUNAWAY} is ${show(mean(RUNAWAY))}.`,
    regime:
      'As a label, wherever γ ≪ β: the stable point crosses ½ at α = β − 4γ. A transition in the strict sense exists elsewhere: at α = 0 as γ and the noise vanish, and at α = σ1²/2 for γ = σ0 = 0. Severity is driven all the way to 1 only where γ ≥ β.',
    measured: rowsOf(
      ...laws.map(([alpha, sample]) => sample?.row(`stationary mean, α = ${alpha}`, 'snapshots[0].mean')),
    ),
    exact: [
      {
        quantity: 'α − β at which the mean is ½',
        value: half.value - BETA,
        error: half.error,
        how: 'quadrature, bisection',
      },
      {
        quantity: 'α − β at which the mean is steepest',
        value: steepest.value - BETA,
        error: steepest.error,
        how: 'quadrature, golden section',
      },
      { quantity: 'slope of the mean at α = β', ...full, how: 'central difference' },
      { quantity: 'slope of the mean at α = β, a quarter of the noise', ...quarter, how: 'central difference' },
    ],
    curves: [
      {
        name: 'boundary-mean',
        title: 'Stationary mean along α',
        caption: `β = ${BETA}, γ = ${FIGURE.gamma}: with the figure’s noise, and with a quarter of it. Points are from paths.`,
        x: 'α',
        y: 'stationary mean',
        lines: [
          { label: 'exact', ...curve(1) },
          { label: 'a quarter of the noise', ...curve(1 / 4) },
          ...pointsOf(laws, 'snapshots[0].mean'),
        ],
        marks: [{ x: BETA, label: 'α = β' }],
      },
    ],
  });

  function curve(factor: number) {
    const x = scan(RANGE[0], RANGE[1], 32);
    return { x, y: x.map((alpha) => meanAt(severity({ alpha, ...noise(factor) })).value) };
  }
};
