/** How first passage depends on ∫ μ/σ². */
import { exitLaw, type Process } from '../../theory/index.js';
import { claimOf, type Examine, show } from './claim.js';
import { BETA, computed, HARM, integral, noise, paramsOf, passageTime, START, severity } from './exact.js';
import { rowsOf } from './lab.js';
import { judge } from './verdict.js';

const SAFE = 0.05; // the other exit
const FASTER = 4; // the same ∫ μ/σ², passed through so many times as fast
const WEAK = [0.5, 0.4] as const; // factors of the noise
const SAME = 1e-9;
const OFF = 0.2; // by how much the slope of ln T against the barrier may differ from 1 at these noises

export const potential: Examine = async (lab) => {
  const slow = severity({ alpha: BETA });
  const fast: Process = {
    ...slow,
    drift: (x) => FASTER * slow.drift(x),
    diffusion: (x) => Math.sqrt(FASTER) * slow.diffusion(x),
    diffusionSlope: (x) => FASTER * slow.diffusionSlope(x),
  };
  const upper = (process: Process) => exitLaw(process, [START], [SAFE, HARM]).upperProbability;
  const [before, after] = [upper(slow), upper(fast)];
  const barrier = (factor: number) => {
    const process = severity({ alpha: BETA, ...noise(factor) });
    const stable = 0.5; // near enough: μ is small around the stable point, and the integral stationary there
    return integral((x) => (-2 * process.drift(x)) / process.diffusion(x) ** 2, stable, HARM);
  };
  const time = (factor: number) => passageTime(severity({ alpha: BETA, ...noise(factor) }));
  const slope =
    (Math.log(time(WEAK[1]).value) - Math.log(time(WEAK[0]).value)) / (barrier(WEAK[1]).value - barrier(WEAK[0]).value);
  const [slowTime, fastTime] = [passageTime(slow), passageTime(fast)];
  const ends = { domain: [SAFE, HARM], boundary: { lower: 'absorb', upper: 'absorb' }, initial: START, horizon: 400 };
  const params = paramsOf({ alpha: BETA });
  const one = await lab.severity('exit', params, { ...ends, dt: 0.02 });
  const other = await lab.sample('exit-faster', {
    ...ends,
    model: { drift: 'k*(alpha*x*(1 - x) - beta*x^2 + gamma)', diffusion: 'sqrt(k)*(sigma0 + sigma1*x)' },
    params: { ...params, k: FASTER },
    horizon: 100,
    dt: 0.005,
  });
  return claimOf({
    id: 'potential',
    title: 'First passage is governed by ∫ μ/σ²',
    claimed: 'First-passage probabilities and times depend sensitively on the integral of μ/σ² along the way.',
    criteria: [
      judge({
        says: `the probability to reach ${HARM} before ${SAFE} stays the same when μ and σ² change and ∫ μ/σ² does not`,
        value: { value: Math.abs(after.value - before.value), error: after.error + before.error },
        relation: '<',
        limit: SAME,
      }),
      judge({
        says: `ln E T grows by 1 for each unit of the barrier −2 ∫ μ/σ², within ${OFF}, for weak noise`,
        value: { value: Math.abs(slope - 1), error: 1e-6 },
        relation: '<',
        limit: OFF,
      }),
    ],
    finding: `Multiplying μ and σ² by ${FASTER} leaves the probability at ${show(after.value)} (before: ${show(before.value)}) and turns the mean time ${show(slowTime.value)} into ${show(fastTime.value)}. From ${WEAK[0]} to ${WEAK[1]} times the figure’s noise the barrier up to ${HARM} grows from ${show(barrier(WEAK[0]).value)} to ${show(barrier(WEAK[1]).value)} and ln E T by ${show(slope)} for each unit.`,
    regime:
      'Probabilities: always and exactly, since the scale function is ∫ exp(−2 ∫ μ/σ²). The integral alone decides where a path goes, σ² besides how fast. Times: the exponent is the barrier where the way leads uphill and the noise is weak; the factor before it depends on σ² and on the curvature of the potential, and passages without a barrier are not exponentially sensitive.',
    measured: rowsOf(
      one?.row(`P(${HARM} before ${SAFE})`, 'exits.upper.probability'),
      other?.row(`the same, μ and σ² × ${FASTER}`, 'exits.upper.probability'),
      one?.row(`mean time of exits at ${HARM}`, 'exits.upper.mean'),
      other?.row(`the same, μ and σ² × ${FASTER}`, 'exits.upper.mean'),
    ),
    exact: [
      { quantity: `P(${HARM} before ${SAFE})`, ...before, how: `from ${START}, α = β = ${BETA}` },
      { quantity: 'the same, μ and σ² × 4', ...after, how: 'scale function' },
      { quantity: 'mean first passage', ...slowTime, how: `from ${START} to ${HARM}` },
      { quantity: 'the same, μ and σ² × 4', ...fastTime, how: 'quadrature' },
      {
        quantity: 'd ln E T/d barrier',
        ...computed(slope),
        how: `noise from ${WEAK[0]} to ${WEAK[1]} times the figure’s`,
      },
    ],
    curves: [],
  });
};
