/** What stands below a first passage about its paths: what their weights are worth, or that there are too few hits. */
import type { FirstPassage } from '../result/result.js';
import type { Method } from '../spec/study.js';
import { formatCount } from './number.js';

/** Fewer hits than this, and a relative error above 10 %. */
const FEW_HITS = 100;
/** Where a larger share hits, more paths are the remedy. */
const UNLIKELY = 0.1;

const short = (x: number): string => String(Number(x.toPrecision(2)));

export function weightLines(passage: FirstPassage, method: Method): string[] {
  const { weights, hits, censored } = passage;
  if (!weights) {
    if (hits >= FEW_HITS || hits >= UNLIKELY * (hits + censored)) return [];
    const few = `${hits === 0 ? 'no path' : `only ${hits} path${hits === 1 ? '' : 's'}`}`;
    return [
      `  ${few} hit: --set method=tilted looks for unlikely hits (saveAt and samplePaths left out, one threshold)`,
    ];
  }
  const share = Number((100 * weights.largestShare).toPrecision(2));
  const stages = weights.stages?.map((p) => p.toFixed(2)).join(' ');
  return [
    `  ${method}: the weights are worth ${formatCount(Math.floor(weights.effectiveSampleSize))} equal ones, the largest is ${share} % of their sum`,
    `  relative variance × path-steps ${short(weights.work)}${weights.plainWork > 0 ? ` (plain sampling: ${short(weights.plainWork)})` : ''}`,
    ...(stages === undefined ? [] : [`  chance of each level from the one before: ${stages}`]),
  ];
}

/** "8,056 of 8,192 tilted paths hit": no share of the law, which the weights tell. */
export function hitsText({ hits, censored }: FirstPassage, method: Method): string {
  const kind = method === 'splitting' ? 'branching' : method;
  return `${formatCount(hits)} of ${formatCount(hits + censored)} ${kind} paths hit, each with its weight`;
}
