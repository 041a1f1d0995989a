// The ladders on which orders are observed: scheme × lower end × monitor, as far as a study may ask for them.
import { passageStudy, severity } from './ladder.mjs';

/** @typedef {import('#dist/spec/study.js').Study} Study */

/**
 * `order` is that of the mean, or of the probability where the lower end absorbs; `ofVariance` that of the variance.
 * @typedef {{ scheme: Study['scheme'], lower: Study['boundary']['lower'], monitor: 'grid' | 'bridge' | 'shift', set: 'A' | 'B' | 'C' | 'D', order: number, ofVariance: number, coarsest: number }} OrderCase
 */

/**
 * @param {OrderCase['scheme']} scheme @param {OrderCase['lower']} lower @param {OrderCase['monitor']} monitor
 * @param {OrderCase['set']} set @param {number} order @param {{ ofVariance?: number, coarsest?: number }} [more]
 * @returns {OrderCase}
 */
const ladder = (scheme, lower, monitor, set, order, { ofVariance = order, coarsest = 0.1 } = {}) => ({
  scheme,
  lower,
  monitor,
  set,
  order,
  ofVariance,
  coarsest,
});

/** First passage from 0.1 to 0.8, each on the set whose ladder is the straightest. The first seven stand for the rest. */
export const PASSAGES = [
  ladder('euler-maruyama', 'reflect', 'grid', 'B', 0.5),
  ladder('euler-maruyama', 'reflect', 'bridge', 'B', 1),
  ladder('euler-maruyama', 'reflect', 'shift', 'B', 1),
  ladder('euler-maruyama', 'clamp', 'grid', 'D', 0.5),
  ladder('euler-maruyama', 'clamp', 'bridge', 'D', 0.5),
  ladder('euler-maruyama', 'clamp', 'shift', 'D', 0.5),
  ladder('lamperti-heun', 'reflect', 'bridge', 'C', 2, { coarsest: 0.4 }),
  ladder('lamperti-heun', 'reflect', 'grid', 'B', 0.5),
  // The times of a shifted barrier are late by a part of a step, the same for all; the place is seen to order 3/2.
  ladder('lamperti-heun', 'reflect', 'shift', 'B', 1, { ofVariance: 1.5 }),
  ladder('milstein', 'reflect', 'grid', 'B', 0.5),
  ladder('milstein', 'reflect', 'bridge', 'B', 1),
  ladder('milstein', 'reflect', 'shift', 'B', 1),
  ladder('milstein', 'clamp', 'grid', 'D', 0.5),
  ladder('milstein', 'clamp', 'bridge', 'D', 0.5),
  ladder('milstein', 'clamp', 'shift', 'D', 0.5),
];

/**
 * The probability to reach 0.8 from 0.3 before an absorbing end at 0.05. That end is bridged where the monitor is bridge,
 * and on the grid with the others. The first four stand for the rest.
 */
export const EXITS = [
  ladder('euler-maruyama', 'absorb', 'bridge', 'A', 1),
  ladder('euler-maruyama', 'absorb', 'grid', 'A', 0.5),
  ladder('euler-maruyama', 'absorb', 'shift', 'B', 0.5),
  ladder('lamperti-heun', 'absorb', 'bridge', 'A', 2),
  ladder('milstein', 'absorb', 'bridge', 'C', 1),
  ladder('milstein', 'absorb', 'grid', 'B', 0.5),
  ladder('milstein', 'absorb', 'shift', 'C', 0.5),
  ladder('lamperti-heun', 'absorb', 'grid', 'A', 0.5),
  ladder('lamperti-heun', 'absorb', 'shift', 'D', 0.5),
];

/** @param {OrderCase} ladderCase */
export const studyOfCase = ({ scheme, lower, monitor, set }) =>
  lower === 'absorb'
    ? passageStudy({ ...severity(set), domain: [0.05, 1] }, { from: 0.3, to: 0.8, scheme, lower, monitor })
    : passageStudy(severity(set), { from: 0.1, to: 0.8, scheme, lower, monitor });

/** Constant drift against the end at 0, where a bridge is exact: the lower end is all that is wrong. */
export const againstTheEnd = (/** @type {Study['scheme']} */ scheme, /** @type {OrderCase['lower']} */ lower) =>
  passageStudy(
    { model: { drift: 'm', diffusion: '1' }, params: { m: -1 }, domain: [0, 2] },
    { from: 0.2, to: 1, scheme, lower },
  );
