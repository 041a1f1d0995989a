/** Do mean and variance follow power laws of |α − β|? */
import { NEAR, RANGE } from './boundary.js';
import { claimOf, type Examine, show, signed } from './claim.js';
import { BETA, FIGURE, largestAt, localExponent, meanAt, scan, severity, varianceAt } from './exact.js';
import { differenceOf, rowsOf } from './lab.js';
import { lawSamples, pointsOf } from './samples.js';
import { judge } from './verdict.js';

const FAR = 0.02; // distances from the candidate, the nearer a tenth
const RATIO = 10;
/** An exponent below it in size is none: the quantity tends to a finite value. */
const FLAT = 0.1;
/** An α well below β. */
const LESS = 0.1;
/** σ1 of the absorbing-state transition at γ = σ0 = 0, α = σ1²/2. */
const ABSORBING = { gamma: 0, sigma0: 0, sigma1: 0.5 } as const;

export const powers: Examine = async (lab) => {
  const variance = (alpha: number) => varianceAt(severity({ alpha })).value;
  const mean = (alpha: number) => meanAt(severity({ alpha })).value;
  const widest = largestAt(variance, RANGE);
  const exponent = (f: (alpha: number) => number, at: number) => {
    const above = localExponent(f(at + FAR / RATIO), f(at + FAR), RATIO);
    const nearer = localExponent(f(at + FAR / RATIO / 2), f(at + FAR / 2), RATIO);
    return { value: Math.abs(above), error: Math.abs(above - nearer) };
  };
  const [ofMean, ofVariance] = [exponent(mean, BETA), exponent(variance, BETA)];
  const critical = ABSORBING.sigma1 ** 2 / 2;
  const genuine = exponent((alpha) => meanAt(severity({ alpha, ...ABSORBING })).value, critical);
  const laws = await lawSamples(lab);
  const lawAt = (alpha: number) => laws.find(([at]) => at === alpha)?.[1];
  return claimOf({
    id: 'power-laws',
    title: 'Power laws of mean and variance at α = β',
    claimed:
      'Near α = β the mean and the variance of severity follow power laws of |α − β|, and the variance peaks there.',
    criteria: [
      judge({
        says: `the variance is largest within ${NEAR} of α = β`,
        value: { value: Math.abs(widest.value - BETA), error: widest.error },
        relation: '<',
        limit: NEAR,
      }),
      judge({
        says: `the variance scales with an exponent beyond ±${FLAT} as α → β`,
        value: ofVariance,
        relation: '>',
        limit: FLAT,
      }),
      judge({
        says: `the variance at α = β is larger than at α = ${LESS}`,
        value: { value: variance(BETA) - variance(LESS), error: 1e-12 },
        relation: '>',
        limit: 0,
        simulated: differenceOf(lawAt(BETA), lawAt(LESS), 'snapshots[0].variance'),
      }),
      judge({
        says: `the mean scales with an exponent beyond ±${FLAT} as α → β`,
        value: ofMean,
        relation: '>',
        limit: FLAT,
      }),
    ],
    finding: `Between α − β = ${FAR / RATIO} and ${FAR} the variance changes with an exponent of size ${show(ofVariance.value)} and the mean with ${show(ofMean.value)}, towards ${show(variance(BETA))} and ${show(mean(BETA))} at α = β. The variance is largest at α − β = ${signed(widest.value - BETA)}.`,
    regime: `At γ = σ0 = 0 the mean vanishes at α = σ1²/2 with exponent 1 (between ${FAR / RATIO} and ${FAR} from it, with σ1 = ${ABSORBING.sigma1}, it is ${show(genuine.value)}): an absorbing-state transition. With γ > 0 or σ0 > 0 every moment is an analytic function of α and β.`,
    measured: rowsOf(
      ...laws.flatMap(([alpha, sample]) => [
        sample?.row(`mean, α = ${alpha}`, 'snapshots[0].mean'),
        sample?.row(`variance, α = ${alpha}`, 'snapshots[0].variance'),
      ]),
    ),
    exact: [
      { quantity: 'α of the largest variance', ...widest, how: 'quadrature, golden section' },
      { quantity: 'variance there', ...varianceAt(severity({ alpha: widest.value })), how: 'quadrature' },
      { quantity: 'variance at α = β', ...varianceAt(severity({ alpha: BETA })), how: 'quadrature' },
      { quantity: 'exponent of the variance at α = β', ...ofVariance, how: `from α − β = ${FAR / RATIO} to ${FAR}` },
      { quantity: 'exponent of the mean at α = β', ...ofMean, how: `from α − β = ${FAR / RATIO} to ${FAR}` },
      { quantity: 'exponent of the mean at α = σ1²/2, γ = σ0 = 0', ...genuine, how: `σ1 = ${ABSORBING.sigma1}` },
    ],
    curves: [
      {
        name: 'power-variance',
        title: 'Stationary variance along α',
        caption: `β = ${BETA}, γ = ${FIGURE.gamma}, the figure’s noise.`,
        x: 'α',
        y: 'variance',
        lines: [
          { label: 'exact', x: scan(RANGE[0], RANGE[1], 32), y: scan(RANGE[0], RANGE[1], 32).map(variance) },
          ...pointsOf(laws, 'snapshots[0].variance'),
        ],
        marks: [{ x: BETA, label: 'α = β' }],
      },
    ],
  });
};
