// Faults in what a report shows: numbers, curves, verdicts, and text that is not ours.
import { edit, fault, unit } from './suites.mjs';

const REPORT = 'src/report';

/** @type {import('./suites.mjs').Fault[]} */
export const pageFaults = [
  fault(
    'report',
    'markup of a study is taken for the page’s own',
    edit(`${REPORT}/page/escape.ts`, "'<': '&lt;'", "'<': '<'"),
    unit('report/page/html'),
    unit('report/plot/plots'),
  ),
  fault(
    'report',
    'bars of a histogram are shares, not densities',
    edit(`${REPORT}/plot/histogram.ts`, 'count / paths / (edges[i + 1]! - edges[i]!)', 'count / paths'),
    unit('report/plot/plots'),
  ),
  fault(
    'report',
    'the error of survival has the wrong sign',
    edit(
      `${REPORT}/plot/times.ts`,
      'survival.values[i]! - (1 - exact.probability(time).value)',
      '1 - exact.probability(time).value - survival.values[i]!',
    ),
    unit('report/plot/plots'),
  ),
  fault(
    'report',
    'the exact density is the one of the other exit',
    edit('src/study/laws.ts', 'curvesOf(exits[side])', "curvesOf(exits[side === 'lower' ? 'upper' : 'lower'])"),
    unit('study/laws'),
  ),
  fault(
    'report',
    'the exact density of the paths alive is one of all paths',
    edit('src/study/laws.ts', 'law.density(x).value / law.alive.value', 'law.density(x).value'),
    unit('study/laws'),
  ),
  fault(
    'report',
    'a map of a sweep has its axes exchanged',
    edit(`${REPORT}/sections/sweep.ts`, 'i * second.values.length + j', 'j * first.values.length + i'),
    unit('report/sections/sweep'),
  ),
  fault(
    'report',
    'an estimate that differs is said to agree',
    edit(`${REPORT}/sections/estimates.ts`, 'ok: check.ok,', 'ok: true,'),
    unit('report/sections/result'),
  ),
];
