// Faults of the Fokker–Planck solver and of what is compared with it.
import { edit, fault, unit } from './suites.mjs';

const suite = unit('theory/fokker-planck');

export const fokkerFaults = [
  fault(
    'all',
    'Fokker–Planck: the flux uphill taken for the flux downhill',
    edit('src/theory/fokker-planck-cells.ts', 'left.resistance * Math.exp(left.rise)', 'left.resistance'),
    suite,
  ),
  fault(
    'all',
    'Fokker–Planck: the speed density without the 1/σ² of Itô',
    edit(
      'src/theory/fokker-planck-cells.ts',
      'speed[k] = 2 / process.diffusion(x) ** 2;',
      'speed[k] = 2 / process.diffusion(x);',
    ),
    suite,
  ),
  fault(
    'all',
    'Fokker–Planck: a wrong weight of the extrapolation in time',
    edit('src/theory/fokker-planck-curve.ts', '[-1 / 6, 4, -27 / 2, 32 / 3]', '[1 / 6, 4, -27 / 2, 31 / 3]'),
    suite,
  ),
  fault(
    'all',
    'Fokker–Planck: cells taken for exact to first order only',
    edit('src/theory/fokker-planck-curve.ts', 'fine + (fine - middle) / 3', 'fine + (fine - middle)'),
    suite,
  ),
  fault(
    'all',
    'Fokker–Planck: a thousandth of what leaves is lost',
    edit(
      'src/theory/fokker-planck-march.ts',
      'const left = tau * rate * P[node]!;',
      'const left = tau * rate * P[node]! * 0.999;',
    ),
    suite,
  ),
  fault(
    'all',
    'fit of a histogram: compared with continuous time instead of the scheme',
    edit('src/study/goodness.ts', "const fit = fitOf(cells('value'));", "const fit = fitOf(cells('exact'));"),
    unit('study/goodness'),
  ),
  fault(
    'all',
    'fit of a histogram: times counted a step too early',
    edit('src/study/wanted.ts', 'steps[b - 1]! * plan.dt', '(steps[b - 1]! - 1) * plan.dt'),
    unit('study/goodness'),
  ),
  fault(
    'all',
    'fit of a histogram: one degree of freedom in ten',
    edit('src/theory/chi-squared.ts', 'upperGamma(degrees / 2, x / 2)', 'upperGamma(degrees / 20, x / 2)'),
    unit('study/goodness'),
  ),
];
