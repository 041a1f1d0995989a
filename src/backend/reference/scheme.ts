/** How a step proposes the next state: the schemes, one each. */
import type { Plan } from '../../plan/plan.js';
import { reflectHigh, reflectLow } from './boundary.js';
import type { Round } from './normal.js';
import { runProgram } from './program.js';

export interface Proposal {
  /** x̃, before monitors and boundary. */
  readonly proposal: number;
  /** The noise scale of the step, σ(x)√dt. */
  readonly noise: number;
}

/** State and standard normal → proposal, in the plan's coordinate. */
export type Propose = (x: number, z: number) => Proposal;

/** @param plan its numbers already rounded. */
export function proposer(plan: Plan, round: Round): Propose {
  return plan.program.heun ? lampertiHeun(plan, round) : eulerMaruyamaOrMilstein(plan, round);
}

/** x̃ = x + (μ dt + σ√dt z [+ ½σσ′dt (z² − 1)]). Kloeden and Platen, Numerical Solution of SDEs (1992), §§ 10.2, 10.3. */
function eulerMaruyamaOrMilstein({ program }: Plan, round: Round): Propose {
  const drift = runProgram(program.drift, program.constants, round);
  const noise = runProgram(program.noise, program.constants, round);
  const correction = program.correction && runProgram(program.correction, program.constants, round);
  return (x, z) => {
    const s = noise(x);
    let increment = round(drift(x) + round(s * z));
    if (correction) increment = round(increment + round(correction(x) * round(round(z * z) - 1)));
    return { proposal: round(x + increment), noise: s };
  };
}

/**
 * Heun's rule in y = ∫dx/σ, where the noise is additive: ỹ = y + (½ (f(y) + f̂) dt + √dt z), f̂ the drift at the
 * predictor q = y + (f dt + √dt z). A reflecting end is the unfolded line with an odd drift: where a mirror put q back
 * inside, f̂ = −f. Beyond an absorbing end f goes on linearly. Weak order 2 (without the sign it falls near the ends).
 */
function lampertiHeun({ program, lower, upper, boundary }: Plan, round: Round): Propose {
  const { heun, constants } = program;
  const drift = runProgram(program.drift, constants, round);
  const noise = runProgram(program.noise, constants, round);
  const slopeLower = runProgram(heun!.slopeLower, constants, round)(0);
  const slopeUpper = runProgram(heun!.slopeUpper, constants, round)(0);

  /** f̂ dt. A mirror acts once at each end; what is still outside then, by an overshoot of a whole width, is put on the end. */
  const driftAtPredictor = (q: number): number => {
    let y = q;
    let mirrored = false;
    if (boundary.lower === 'reflect') {
      mirrored = y < lower;
      y = reflectLow(y, lower, round);
    }
    if (boundary.upper === 'reflect') {
      mirrored = mirrored !== y > upper;
      y = reflectHigh(y, upper, round);
    }
    const inside = Math.min(Math.max(y, lower), upper);
    let f = drift(inside);
    if (boundary.lower === 'absorb') f = round(f + round(slopeLower * Math.min(round(y - lower), 0)));
    if (boundary.upper === 'absorb') f = round(f + round(slopeUpper * Math.max(round(y - upper), 0)));
    return mirrored ? -f : f;
  };

  return (y, z) => {
    const s = noise(y);
    const push = round(s * z);
    const f = drift(y);
    const mean = round(0.5 * round(f + driftAtPredictor(round(y + round(f + push)))));
    return { proposal: round(y + round(mean + push)), noise: s };
  };
}
