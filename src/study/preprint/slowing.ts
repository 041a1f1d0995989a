/** Does relaxation become slow at α = β? */
import type { Measured } from '../../result/preprint.js';
import { momentsAt, type Process } from '../../theory/index.js';
import { NEAR, RANGE } from './boundary.js';
import { claimOf, type Examine, show, signed } from './claim.js';
import { BETA, FIGURE, largestAt, meanAt, noise, relaxationTime, scan, severity } from './exact.js';
import type { Sample } from './lab.js';
import { judge } from './verdict.js';

const FROM = 0.9; // far above the stable point: the slow part of what is left is large
const TIMES = [5, 10] as const;

/** Factors of the noise, and where the slowest relaxation under the other damping is to be looked for. */
const WEAKER = [
  [1 / 4, [BETA - 0.2, BETA + 0.3]],
  [1 / 16, [BETA - 0.2, BETA + 0.3]],
] as const;

/** αx(1 − x) − βx(1 + x) + γ: a damping under which x_c is a rest point for γ = 0. The bias falls with the square of the noise. */
const otherDamping = (alpha: number, factor: number): Process => ({
  ...severity({ alpha, ...noise(factor) }),
  drift: (x) => alpha * x * (1 - x) - BETA * x * (1 + x) + FIGURE.gamma * factor ** 2,
});

export const slowing: Examine = async (lab) => {
  const time = (alpha: number, factor = 1) => relaxationTime(severity({ alpha, ...noise(factor) }));
  const slowest = largestAt((alpha) => time(alpha).value, RANGE);
  const [full, quarter] = [time(BETA), time(BETA, 1 / 4)];
  const growth = { value: quarter.value / full.value, error: (quarter.error + full.error) / full.value };
  const measured: Measured[] = [];
  for (const alpha of [Number(slowest.value.toFixed(2)), BETA]) {
    const sample = await lab.severity(
      `decay-${alpha}`,
      { alpha },
      { initial: FROM, horizon: TIMES[1], saveAt: [...TIMES] },
    );
    if (sample) measured.push(...decayRow(alpha, sample));
  }
  const [slow, atBoundary] = measured;
  const others = WEAKER.map(([factor, range]) => {
    const at = largestAt((alpha) => relaxationTime(otherDamping(alpha, factor)).value, range);
    return { factor, at, longest: relaxationTime(otherDamping(at.value, factor)) };
  });
  const slower = Number(slowest.value.toFixed(2));
  const { gamma } = FIGURE;
  const linear = Math.sqrt(BETA * BETA + 8 * gamma * BETA);
  return claimOf({
    id: 'slowing-down',
    title: 'Critical slowing down at α = β',
    claimed: 'Near α = β the relaxation time grows as a power of 1/|α − β| and diverges: critical slowing down.',
    criteria: [
      judge({
        says: `the relaxation time 1/λ₁ is longest within ${NEAR} of α = β`,
        value: { value: Math.abs(slowest.value - BETA), error: slowest.error },
        relation: '<',
        limit: NEAR,
      }),
      judge({
        says: `what is left of a start at ${FROM} dies out more slowly at α = β than at α = ${slower}, between t = ${TIMES.join(' and ')}`,
        value: { value: decayRate(slower) - decayRate(BETA), error: 1e-9 },
        relation: '>',
        limit: 0,
        simulated:
          slow && atBoundary
            ? {
                value: slow.value - (slow.bias ?? 0) - atBoundary.value + (atBoundary.bias ?? 0),
                standardError: Math.hypot(slow.standardError, atBoundary.standardError),
              }
            : null,
      }),
      judge({
        says: 'with a quarter of the noise it is at least twice as long at α = β: a divergence that noise had blunted',
        value: growth,
        relation: '>',
        limit: 2,
      }),
    ],
    finding: `With β = ${BETA} relaxation is slowest at α = ${show(slowest.value)}, α − β = ${signed(slowest.value - BETA)}, where it takes ${show(time(slowest.value).value)}; at α = β it takes ${show(full.value)}, and ${show(quarter.value)} with a quarter of the noise, against 1/√(α² + 4γ(α + β)) = ${show(1 / linear)} without any.`,
    regime: `Without noise the stable point relaxes at the rate √(α² + 4γ(α + β)), which vanishes only for α = 0 and γ = 0. So slowing down is real near α = 0 while γ and the noise are weak (it diverges as 1/|α|), and near α = σ1²/2 for γ = σ0 = 0 (as (α − σ1²/2)^−2). With the damping βx(1 + x) in place of βx² the slow point does approach α = β as noise and bias vanish: at ${WEAKER.map(([factor]) => show(factor)).join(' and ')} of the figure’s noise relaxation is slowest at α − β = ${others.map(({ at }) => signed(at.value - BETA)).join(' and ')}, where it takes ${others.map(({ longest }) => show(longest.value)).join(' and ')}.`,
    measured,
    exact: [
      { quantity: 'α of the slowest relaxation', ...slowest, how: 'λ₁ by spectral collocation, golden section' },
      { quantity: 'relaxation time there', ...time(slowest.value), how: '1/λ₁' },
      { quantity: 'relaxation time at α = β', ...full, how: '1/λ₁' },
      { quantity: 'relaxation time at α = β, a quarter of the noise', ...quarter, how: '1/λ₁' },
      ...others.flatMap(({ factor, at, longest }) => [
        {
          quantity: `α − β of the slowest relaxation, damping βx(1 + x)`,
          value: at.value - BETA,
          error: at.error,
          how: `${show(factor)} of the noise, γ by its square`,
        },
        { quantity: 'relaxation time there', ...longest, how: '1/λ₁' },
      ]),
    ],
    curves: [
      {
        name: 'slowing-time',
        title: 'Relaxation time along α',
        caption: `β = ${BETA}, γ = ${gamma}: at the figure’s noise, and at a quarter of it.`,
        x: 'α',
        y: 'relaxation time 1/λ₁',
        lines: [1, 1 / 4].map((factor) => {
          const x = scan(RANGE[0], RANGE[1], 32);
          return {
            label: factor === 1 ? 'the figure’s noise' : 'a quarter of it',
            x,
            y: x.map((a) => time(a, factor).value),
          };
        }),
        marks: [{ x: BETA, label: 'α = β' }],
      },
    ],
  });
};

const SPAN = TIMES[1] - TIMES[0];

/** The rate at which E x(t) nears its stationary value between the two times, exactly. */
function decayRate(alpha: number): number {
  const process = severity({ alpha });
  const final = meanAt(process).value;
  const [early, late] = TIMES.map(
    (t) => momentsAt(process, { lower: 'reflect', upper: 'reflect' }, [FROM], t).mean.value,
  );
  return Math.log((early! - final) / (late! - final)) / SPAN;
}

/** The same from paths. */
function decayRow(alpha: number, sample: Sample): Measured[] {
  const final = meanAt(severity({ alpha })).value;
  const [early, late] = [sample.check('snapshots[0].mean'), sample.check('snapshots[1].mean')];
  if (!early || !late) return [];
  const rate = (a: number, b: number) => Math.log((a - final) / (b - final)) / SPAN;
  const exact = decayRate(alpha);
  const value = rate(early.simulated, late.simulated);
  const bias = rate(early.exact + (early.bias ?? 0), late.exact + (late.bias ?? 0)) - exact;
  // As if the two means were independent; they are positively correlated, so this is not too small.
  const standardError =
    Math.hypot(early.standardError / (early.exact - final), late.standardError / (late.exact - final)) / SPAN;
  const z = (value - exact - bias) / standardError;
  const quantity = `rate at which the mean decays from ${FROM} between ${TIMES.join(' and ')}, α = ${alpha}`;
  return [{ quantity, study: sample.name, value, standardError, exact, bias, z, ok: Math.abs(z) <= 5 }];
}
