/** Is x_c = (α − β)/(α + β) a point of the dynamics? */
import type { Measured } from '../../result/preprint.js';
import { fixedPointsOf, modesOf } from '../../theory/index.js';
import { claimOf, type Examine, show } from './claim.js';
import { computed, FIGURE, scan, severity } from './exact.js';
import type { Sample } from './lab.js';
import { judge } from './verdict.js';

/** Any α > β; here the x_c is well inside. */
const ALPHA = 0.6;
const BETA = 0.3;
const NEAR = 0.05; // of the width of the domain
const STILL = 0.01; // a drift below it moves a path by less than its noise in any time up to 1
const SPAN = 0.1; // in which the drift is measured: short beside the relaxation time

export const point: Examine = async (lab) => {
  const process = severity({ alpha: ALPHA, beta: BETA });
  const claimed = (ALPHA - BETA) / (ALPHA + BETA);
  const drift = computed(process.drift(claimed));
  const stable = fixedPointsOf(process)[0]!.x;
  const peak = modesOf(process)[0]!;
  const sample = await lab.severity(
    'drift-at-xc',
    { alpha: ALPHA, beta: BETA },
    {
      initial: claimed,
      dt: 0.01,
      horizon: SPAN,
      saveAt: [SPAN],
    },
  );
  const [velocity] = driftRow(sample, claimed);
  const place = (x: number) => ({ value: Math.abs(x - claimed), error: 1e-9 });
  return claimOf({
    id: 'critical-point',
    title: 'x_c = (α − β)/(α + β) as a critical severity',
    claimed:
      'x_c = (α − β)/(α + β) is given as the critical severity. We ask whether it is a point of the dynamics: where the drift vanishes, where severity settles, or where the density peaks.',
    criteria: [
      judge({
        says: `the drift at x_c is smaller than ${STILL} in size`,
        value: { ...drift, value: Math.abs(drift.value) },
        relation: '<',
        limit: STILL,
        simulated: velocity && { value: Math.abs(velocity.value), standardError: velocity.standardError },
      }),
      judge({ says: `the stable point lies within ${NEAR} of x_c`, value: place(stable), relation: '<', limit: NEAR }),
      judge({
        says: `the peak of the stationary density lies within ${NEAR} of x_c`,
        value: place(peak),
        relation: '<',
        limit: NEAR,
      }),
    ],
    finding: `At α = ${ALPHA}, β = ${BETA} x_c is ${show(claimed)}. There the drift is βx_c + γ = ${show(drift.value)}; the stable point lies at ${show(stable)} and the peak of the density at ${show(peak)}.`,
    regime:
      'The drift αx(1 − x) − βx² + γ vanishes at [α + √(α² + 4γ(α + β))]/2(α + β), for γ = 0 at α/(α + β). x_c is its zero only for β = γ = 0. It is the zero of another drift, αx(1 − x) − βx(1 + x), whose stable point leaves 0 exactly at α = β: with that damping the line α = β is a transcritical point as noise and bias vanish.',
    measured: driftRow(sample, claimed),
    exact: [
      { quantity: 'x_c', ...computed(claimed), how: '(α − β)/(α + β)' },
      { quantity: 'drift at x_c', ...drift, how: 'βx_c + γ' },
      { quantity: 'stable point', value: stable, error: 1e-12, how: 'μ = 0, by bisection' },
      { quantity: 'peak of the density', value: peak, error: 1e-9, how: 'μ = σσ′' },
    ],
    curves: [
      {
        name: 'point-drift',
        title: 'Drift against severity',
        caption: `α = ${ALPHA}, β = ${BETA}, γ = ${FIGURE.gamma}: the model’s drift, and one that does vanish at x_c.`,
        x: 'severity x',
        y: 'drift',
        lines: [
          { label: 'αx(1 − x) − βx² + γ', x: scan(0, 1, 100), y: scan(0, 1, 100).map(process.drift) },
          {
            label: 'αx(1 − x) − βx(1 + x)',
            x: scan(0, 1, 100),
            y: scan(0, 1, 100).map((x) => ALPHA * x * (1 - x) - BETA * x * (1 + x)),
          },
        ],
        marks: [
          { x: claimed, label: 'x_c' },
          { x: stable, label: 'stable' },
        ],
      },
    ],
  });
};

/** (E x(t) − x_c)/t: the drift at x_c, but for what it changes within t, which the exact value has too. */
function driftRow(sample: Sample | null, from: number): Measured[] {
  const check = sample?.check('snapshots[0].mean');
  if (!sample || !check) return [];
  const { simulated, standardError, exact, bias, zCorrected, z, ok } = check;
  return [
    {
      quantity: `mean velocity from x_c over the first ${SPAN}`,
      study: sample.name,
      value: (simulated - from) / SPAN,
      standardError: standardError / SPAN,
      exact: (exact - from) / SPAN,
      bias: bias === null ? null : bias / SPAN,
      z: zCorrected ?? z,
      ok,
    },
  ];
}
