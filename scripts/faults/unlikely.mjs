// Faults in how unlikely hits are looked for, and in their weights.
import { edit, fault, unit } from './suites.mjs';

const REFERENCE = 'src/backend/reference';
const unlikely = unit('backend/reference/unlikely');
const branches = unit('backend/reference/branches');

/** @type {import('./suites.mjs').Fault[]} */
export const unlikelyFaults = [
  fault(
    'reference',
    'the likelihood ratio turned over',
    edit(`${REFERENCE}/tilted.ts`, 'round(this.logWeight - round(theta', 'round(this.logWeight + round(theta'),
    unlikely,
  ),
  fault(
    'reference',
    'the likelihood ratio without its ½θ²',
    edit(`${REFERENCE}/tilted.ts`, 'round(xi + round(0.5 * theta))', 'round(xi)'),
    unlikely,
  ),
  fault(
    'reference',
    'θ² in place of ½θ²',
    edit(`${REFERENCE}/tilted.ts`, 'round(0.5 * theta)', 'round(theta)'),
    unlikely,
  ),
  fault(
    'reference',
    'a path that comes to m levels at once branches R-fold, not R^m-fold',
    edit(
      `${REFERENCE}/splitting.ts`,
      'BRANCHES ** (branch.level - before) - 1',
      'branch.level > before ? BRANCHES - 1 : 0',
    ),
    unlikely,
  ),
  fault(
    'reference',
    'a branch weighs 1/R whatever its level',
    edit(
      `${REFERENCE}/splitting.ts`,
      'BRANCHES ** -branch.level / unit',
      '1 / (branch.level > 0 ? BRANCHES : 1) / unit',
    ),
    unlikely,
  ),
  fault(
    'reference',
    'branches share the uniform of their path',
    edit(
      `${REFERENCE}/splitting.ts`,
      '      this.#noise.turnTo(name);\n      this.#noise.renew(search);',
      '      this.#noise.turnTo(0);\n      this.#noise.renew(search);',
    ),
    branches,
  ),
  fault(
    'reference',
    'branches share the noise of their path',
    edit(`${REFERENCE}/splitting.ts`, 'this.#noise.turnTo(branch.name);\n    if (branch.step', 'if (branch.step'),
    branches,
  ),
  fault(
    'reference',
    'the high bits of a branch left out of its address',
    edit(`${REFERENCE}/noise.ts`, ' + 2 ** 16 * branchHigh', ' + 0 * branchHigh'),
    branches,
  ),
  fault(
    'reference',
    'rare crossings cut off as in plain runs, and earlier',
    edit(`${REFERENCE}/monitor.ts`, 'export const RARE_CUTOFF = 20;', 'export const RARE_CUTOFF = 0.5;'),
    unlikely,
  ),
  fault(
    'all',
    'the error of a weighted mean without its covariance',
    edit('src/reduce/weighted.ts', '[-t / a, 1 / a, 0]', '[0, 1 / a, 0]'),
    unit('reduce/weighted'),
  ),
  fault(
    'all',
    'the second moment of weights in the wrong place',
    edit('src/reduce/weighted.ts', '[4, 6, 7]', '[4, 5, 7]'),
    unit('reduce/weighted'),
  ),
  fault(
    'all',
    'the pivots of h without what comes back',
    edit(
      'src/theory/hit-probability.ts',
      'excess = 1 + fall * (excess / (excess + delta * up[i - 1]!))',
      'excess = 1 + fall * excess',
    ),
    unit('theory/unlikely'),
  ),
  fault(
    'all',
    'the contour of an unlikely hit moved back by too little',
    edit('src/theory/laplace.ts', 'Math.exp(shift * time)', 'Math.exp(0.999 * shift * time)'),
    unit('theory/unlikely'),
  ),
  fault(
    'wasm',
    'the likelihood ratio turned over',
    edit('src/backend/wasm/tilt.ts', 'weight: g.sub(weight,', 'weight: g.add(weight,'),
    unit('backend/wasm/tilted'),
  ),
  fault(
    'wasm',
    'the likelihood ratio without its ½θ²',
    edit('src/backend/wasm/tilt.ts', 'g.mul(theta, g.add(xi, half))', 'g.mul(theta, g.add(xi, g.mul(half, g.f32(0))))'),
    unit('backend/wasm/tilted'),
  ),
  fault(
    'wasm',
    'the tilt of a block’s first step for all four',
    edit('src/backend/wasm/tilt.ts', 'if (firstSteps[low + 1] === step + k) low++;', ''),
    unit('backend/wasm/tilted'),
  ),
  fault(
    'wasm',
    'the weight of a lane that is held for the exact step goes on',
    edit('src/backend/wasm/march.ts', 'if (tilt) hold(nextWeight', 'if (tilt && at < 0) hold(nextWeight'),
    unit('backend/wasm/tilted'),
  ),
  fault(
    'all',
    'h by steps of the scheme without crossings inside them',
    edit('src/theory/hit-step.ts', 'if (bridged) log = either(', 'if (!bridged) log = either('),
    unit('theory/unlikely'),
  ),
];
