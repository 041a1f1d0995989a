// Faults in what is made of the counts, and in the exact values beside them.
import { biasTable, edit, fault, unit } from './suites.mjs';

/** @type {import('./suites.mjs').Fault[]} */
export const estimateFaults = [
  fault(
    'all',
    'times of the bridge k dt in place of (k − ½) dt',
    edit(
      'src/reduce/event-times.ts',
      'return this.midStep ? 2n * this.events.sum - later',
      'return this.midStep && later < 0n ? later',
    ),
    unit('reduce/passage'),
    biasTable('wasm', 'set B, dt 0.4'),
  ),
  fault(
    'all',
    'Sheppard’s correction forgotten',
    edit('src/reduce/event-times.ts', 'this.midStep ? square(this.plan.dt) / 12 : 0', '0'),
    unit('reduce/passage'),
  ),
  fault(
    'all',
    'the jackknife without its factor',
    edit('src/reduce/moments.ts', 'return Math.sqrt(squares / G);', 'return Math.sqrt(squares / G / G);'),
    unit('reduce/totals'),
  ),
  fault(
    'all',
    'the variance biased: n in place of n − 1',
    edit('src/reduce/moments.ts', '(square(w) * m2 * n) / (n - 1)', 'w ** 2 * m2'),
    unit('reduce/totals'),
  ),
  fault(
    'all',
    'a wrong binomial in the fourth power sum',
    edit('src/reduce/totals.ts', '6n * times(d2, u2)', '4n * times(d2, u2)'),
    unit('reduce/totals'),
  ),
  fault(
    'all',
    'the restricted mean forgets the censored paths',
    edit('src/reduce/passage.ts', '(times.sum + (paths - times.count) * horizon) / paths', 'times.sum / paths'),
    unit('reduce/passage'),
  ),
  fault(
    'all',
    'the exact law without the 1/σ² of Itô',
    edit(
      'src/theory/potential.ts',
      'const speed = 2 / process.diffusion(x[k]!) ** 2;',
      'const speed = 2 / process.diffusion(x[k]!);',
    ),
    unit('theory/quadrature'),
  ),
  fault(
    'all',
    'the exact exit probability of the other end',
    edit('src/theory/exit.ts', 'compare(fine.upper.weight, coarse.upper', 'compare(fine.lower.weight, coarse.lower'),
    unit('theory/quadrature'),
  ),
  fault(
    'all',
    'a binomial forgotten in the third cumulant of a first-passage time',
    edit('src/theory/cumulants.ts', 'LN6 + s + G1', 'Math.LN2 + s + G1'),
    unit('theory/moments'),
  ),
  fault(
    'all',
    'exit times conditioned with P in place of P² in the speed density',
    edit('src/theory/exit.ts', 'logM + 2 * below', 'logM + below'),
    unit('theory/moments'),
  ),
  fault(
    'all',
    'the variance of a mixture without the part between its starts',
    edit('src/theory/moments.ts', 'k2! + (k1! - mean) ** 2', 'k2! + 0 * k1!'),
    unit('theory/moments'),
  ),
  fault(
    'all',
    'the scale density of the wrong sign at an end without noise',
    edit('src/theory/feller.ts', 'const scale = -r;', 'const scale = r;'),
    unit('theory/feller'),
  ),
  fault(
    'all',
    'the same condition at both ends of the eigenvalue problem',
    edit(
      'src/theory/sturm.ts',
      "conditionOf('lower'), conditionOf('upper')",
      "conditionOf('lower'), conditionOf('lower')",
    ),
    unit('theory/spectrum'),
  ),
  fault(
    'all',
    'eigenvalues counted by zeros alone, without the condition at the upper end',
    edit(
      'src/theory/spectrum.ts',
      '(flux * end.phi + end.flux * phi) * phi < 0 ? 1 : 0',
      '0 * (flux * end.phi + end.flux * phi)',
    ),
    unit('theory/spectrum'),
  ),
  fault(
    'all',
    'the autocorrelation time without the scale density',
    edit('src/theory/autocorrelation.ts', '2 * H[k]! - phi', '2 * H[k]! - 0 * phi'),
    unit('theory/spectrum'),
  ),
  fault(
    'all',
    'the distance to the bimodality surface without its sign',
    edit(
      'src/theory/regime-severity.ts',
      'const delta = sigma0 * sigma1 - gamma;',
      'const delta = sigma0 * sigma1 + gamma;',
    ),
    unit('theory/regime'),
  ),
  fault(
    'all',
    'a diffusion that vanishes but for rounding taken for one that does not',
    edit('src/theory/potential.ts', 'Math.max(1e-28, rounding)', 'Math.max(1e-28, 0 * rounding)'),
    unit('study/hard-studies'),
  ),
  fault(
    'all',
    'quantiles checked on a plateau',
    edit(
      'src/study/check-estimates.ts',
      'const isFlat = isFlatAt(passage, level, paths);',
      'const isFlat = isFlatAt(passage, level, paths) && false;',
    ),
    unit('study/hard-studies'),
  ),
  fault(
    'all',
    'the variance of times within one step checked',
    edit('src/study/check-estimates.ts', '>= dt ** 2', '>= 0 * dt ** 2'),
    unit('study/hard-studies'),
  ),
  fault(
    'all',
    'the error of a skewness that of a normal law where the histogram is coarse',
    edit('src/reduce/moments.ts', 'Math.max(seen, Math.sqrt(normal / n))', 'Math.sqrt(normal / n)'),
    unit('study/hard-studies'),
  ),
  fault(
    'all',
    'an estimate without a check that gives no reason',
    edit(
      'src/study/check-estimates.ts',
      'if (why !== null) this.reasons',
      'if (why !== null) ({} as Record<string, string>)',
    ),
    unit('study/unchecked'),
  ),
  fault(
    'all',
    'an exact value over paths that are not there',
    edit('src/theory/moments-at.ts', '= isSeen(alive)', '= isSeen(alive) || alive.error >= 0'),
    unit('study/sweep'),
  ),
  fault(
    'all',
    'an end without noise taken for one that the noise leaves slowly',
    edit('src/theory/feller.ts', 'if (isNoiseless(process)) return', 'if (process.lower > process.upper) return'),
    unit('theory/feller'),
  ),
];
