// Faults that leave every limit alone, or nearly so: the order of convergence falls.
import { edit, fault, order, randomStudies, unit } from './suites.mjs';

/** @type {import('./suites.mjs').Fault[]} */
export const orderFaults = [
  fault(
    'reference',
    'Lamperti–Heun: the drift at a mirrored predictor keeps its sign',
    edit('src/backend/reference/scheme.ts', 'return mirrored ? -f : f;', 'return mirrored && !mirrored ? -f : f;'),
    order('lamperti-heun towards a mirror'),
  ),
  fault(
    'all',
    'the kernel of Lamperti–Heun: the drift at a mirrored predictor keeps its sign',
    edit('src/theory/stepper.ts', 'return sign * f;', 'return sign * sign * f;'),
    order('the lower end: lamperti-heun'),
  ),
  fault(
    'reference',
    'Lamperti–Heun: the drift of the start alone',
    edit(
      'src/backend/reference/scheme.ts',
      'round(0.5 * round(f + driftAtPredictor(round(y + round(f + push)))))',
      'round(f + 0 * driftAtPredictor(round(y + round(f + push))))',
    ),
    order('lamperti-heun towards a mirror'),
  ),
  fault(
    'all',
    'the kernel of a shifted barrier: moved away from the path',
    [
      edit('src/theory/chain.ts', 'low + (lower.shift ? SHIFT', 'low - (lower.shift ? SHIFT'),
      edit('src/theory/chain.ts', 'high - (upper.shift ? SHIFT', 'high + (upper.shift ? SHIFT'),
    ],
    order("'euler-maruyama', 'reflect' below, 'shift'"),
  ),
  fault(
    'all',
    'the kernel of a shifted barrier: moved by 0.5 σ√dt',
    edit('src/theory/chain.ts', 'const SHIFT = 0.5825971579390106;', 'const SHIFT = 0.5;'),
    order("'euler-maruyama', 'reflect' below, 'shift'"),
  ),
  fault(
    'all',
    'the kernel of Lamperti–Heun: crossings judged by the noise in x, not in ∫dx/σ',
    edit(
      'src/theory/chain.ts',
      'crossing(upperLevel, x, y, noise);',
      'crossing(upper.at, stepper.position(x), stepper.position(y), process.diffusion(stepper.position(x)) * noise);',
    ),
    order("'lamperti-heun', 'reflect' below, 'bridge'"),
  ),
  fault(
    'all',
    'the kernel of Milstein: its correction of the wrong sign',
    edit(
      'src/theory/stepper.ts',
      "scheme === 'milstein' ? (diffusionSlope",
      "scheme === 'milstein' ? -(diffusionSlope",
    ),
    order('milstein as its kernel does'),
  ),
  fault(
    'all',
    'the kernel of the bridge without its factor 2',
    edit('src/theory/chain.ts', 'Math.exp((-2 * product) / variance)', 'Math.exp((-1 * product) / variance)'),
    order("'euler-maruyama', 'reflect' below, 'bridge'"),
    randomStudies('agree with their checks'),
  ),
  fault(
    'all',
    'the restricted mean of a passage without hits is no number',
    edit(
      'src/theory/truth.ts',
      '(first - shift * hit + steps * (1 - probability)) * chain.dt',
      '(mean * probability + steps * (1 - probability)) * chain.dt',
    ),
    unit('theory/chain'),
  ),
];
