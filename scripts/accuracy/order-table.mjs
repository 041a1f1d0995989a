// The observed order of every scheme, end and monitor, with its interval.
import { biasesOf, ladderOf } from './ladder.mjs';
import { againstTheEnd, EXITS, PASSAGES, studyOfCase } from './orders.mjs';
import { exactOrder } from './regression.mjs';

const LEVELS = 7;

/** @param {(line: string) => void} progress @returns {string[]} */
export function orderTable(progress) {
  const lines = [
    '| scheme | lower end | monitor | on | order of the mean | of the variance |',
    '|---|---|---|---|---|---|',
  ];
  for (const ladderCase of PASSAGES) {
    const { scheme, lower, monitor, set, coarsest } = ladderCase;
    const ladder = ladderOf(studyOfCase(ladderCase), coarsest, LEVELS);
    const [mean, variance] = [text(biasesOf(ladder, 'mean')), text(biasesOf(ladder, 'variance'))];
    lines.push(`| ${scheme} | ${lower} | ${monitor} | ${set} | ${mean} | ${variance} |`);
    progress(lines.at(-1) ?? '');
  }
  for (const [scheme, lower] of /** @type {const} */ ([
    ['euler-maruyama', 'reflect'],
    ['euler-maruyama', 'clamp'],
    ['lamperti-heun', 'reflect'],
  ])) {
    const ladder = ladderOf(againstTheEnd(scheme, lower), 0.04, LEVELS);
    const [mean, variance] = [text(biasesOf(ladder, 'mean')), text(biasesOf(ladder, 'variance'))];
    lines.push(`| ${scheme} | ${lower} | bridge | drift −1 | ${mean} | ${variance} |`);
    progress(lines.at(-1) ?? '');
  }
  lines.push('', '| scheme | lower end | monitor | on | order of the probability |', '|---|---|---|---|---|');
  for (const ladderCase of EXITS) {
    const { scheme, lower, monitor, set, coarsest } = ladderCase;
    const probability = text(biasesOf(ladderOf(studyOfCase(ladderCase), coarsest, LEVELS), 'probability'));
    lines.push(`| ${scheme} | ${lower} | ${monitor} | ${set} | ${probability} |`);
    progress(lines.at(-1) ?? '');
  }
  return lines;
}

/** @param {Parameters<typeof exactOrder>[0]} levels */
function text(levels) {
  const { order, low, high } = exactOrder(levels);
  return `${order.toFixed(4)} ± ${((high - low) / 2).toFixed(4)}`;
}
