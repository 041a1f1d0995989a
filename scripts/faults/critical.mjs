// Faults in critical studies: fits, intervals, the autocorrelation, and the rules of the verdict.
import { edit, fault, unit } from './suites.mjs';

const fits = unit('study/critical-fit');
const rules = unit('study/critical-verdict');

/** @type {import('./suites.mjs').Fault[]} */
export const criticalFaults = [
  fault(
    'all',
    'fits: the weights ignored',
    edit('src/study/critical-fit.ts', 'left.map((x, i) => x * weights[i]!)', 'left.map((x) => x)'),
    fits,
  ),
  fault(
    'all',
    'bootstrap: intervals of one standard error',
    edit('src/study/critical-bootstrap.ts', 'const z = 1.959963985;', 'const z = 1;'),
    fits,
  ),
  fault(
    'all',
    'bootstrap: intervals as of many blocks',
    edit('src/study/critical-bootstrap.ts', 'return studentQuantile(blocks - 1) *', 'return 1.96 *'),
    fits,
  ),
  fault(
    'all',
    'autocorrelation: both starts above the mean',
    edit(
      'src/study/critical-correlation.ts',
      'minus: tilted(stationary, mean, -1)',
      'minus: tilted(stationary, mean, 1)',
    ),
    fits,
  ),
  fault(
    'all',
    'autocorrelation: the error of the spacing added, not taken off',
    edit('src/study/critical-correlation.ts', '(fine - coarse) / 3', '(coarse - fine) / 3'),
    fits,
  ),
  fault(
    'all',
    'peaks: every bump of a histogram counted',
    edit('src/study/critical-modes.ts', 'const STANDARD_ERRORS = 4.5;', 'const STANDARD_ERRORS = 1;'),
    fits,
  ),
  fault(
    'all',
    'verdict: a power taken for a divergence, whether it levels off or not',
    edit(
      'src/study/critical-exponents.ts',
      'if (saturation.reached || low > nearest)',
      'if (saturation.reached && low > nearest)',
    ),
    rules,
  ),
  fault(
    'all',
    'verdict: any exponent at the smallest distance taken for a divergence',
    edit('src/study/critical-exact.ts', 'Math.abs(last - before) <= SETTLED * last', 'last > 0 * SETTLED'),
    rules,
  ),
  fault(
    'all',
    'verdict: a barrier taken for a critical point',
    edit('src/study/critical-exact.ts', "return 'grows exponentially';", "return 'diverges';"),
    rules,
  ),
  fault(
    'all',
    'verdict: quadrature believed against the paths',
    edit(
      'src/study/critical-verdict.ts',
      'exact.verdict === sampled.verdict && exact.kind === sampled.kind ? exact : OPEN',
      'exact.verdict === sampled.verdict || exact.kind !== sampled.kind ? exact : OPEN',
    ),
    rules,
  ),
];
