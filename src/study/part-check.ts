/** A part as it was read → a part that can be merged: its study checked anew, its shape, and that no path is lost or made. */
import { z } from 'zod';
import { MergeError, StudyError } from '../errors.js';
import { absorbs, type Plan, pathsInBlocks } from '../plan/plan.js';
import { GROUPS, type Totals } from '../reduce/totals.js';
import { parseStudy } from './check.js';
import { show } from './issues.js';
import { type BlockRange, MOST_SHARDS, type Part } from './part.js';
import { errorBudgetShape, provenanceShape } from './result-shape.js';
import { faultOf, fields, list, number, whole, wholeText } from './shape.js';

const SCHEMA = 'firstpassage/part@1';

const pair = <T extends z.ZodType>(count: T) => z.tuple([whole, count], { error: 'a pair of a bin and its count' });
const events = fields({ counts: list(pair(whole)), sum: wholeText, sumOfSquares: wholeText });
const POWERS = { error: 'four power sums' };
const group = fields({ count: whole, sums: z.array(wholeText, POWERS).length(4, POWERS) });
const ALL_GROUPS = { error: `a list of ${GROUPS} groups of blocks` };

const totals = fields({
  blocks: whole,
  paths: whole,
  pathSteps: wholeText,
  nonFinite: whole,
  hits: list(events),
  absorbed: list(whole),
  exits: fields({ lower: events, upper: events }),
  snapshots: list(
    fields({ histogram: list(pair(whole)), groups: z.array(group, ALL_GROUPS).length(GROUPS, ALL_GROUPS) }),
  ),
  weights: fields({
    sums: list(wholeText),
    bins: list(pair(wholeText)),
    largest: number,
    reached: list(wholeText),
    hitsAfter: list(wholeText),
  }).nullable(),
});

const COUNT = { error: `a whole number from 1 to ${MOST_SHARDS}` };
const INDEX = { error: 'a whole number ≥ 1' };
const shard = fields({ index: z.int(INDEX).min(1, INDEX), count: z.int(COUNT).min(1, COUNT).max(MOST_SHARDS, COUNT) });
const shape = fields({
  range: fields({ firstBlock: whole, blocks: whole }),
  provenance: provenanceShape,
  totals,
  errorBudget: errorBudgetShape.optional(),
});

/**
 * @param name of the file, for messages.
 * @throws MergeError that names the file, the field and its value.
 */
export function checkPart(given: unknown, name: string): Part {
  const part = (typeof given === 'object' && given !== null ? given : {}) as Part;
  if (part.schema !== SCHEMA)
    throw new MergeError(
      `${name}: expected a part (${SCHEMA}), got ${show(part.schema ?? given)}: write it with run --shard`,
    );
  const missing = (['spec', 'shard', 'range', 'provenance', 'totals'] as const).filter(
    (field) => (part[field] ?? null) === null,
  );
  if (missing.length > 0)
    throw new MergeError(`${name}: a part lacks ${missing.join(', ')}: write it again with run --shard`);
  const { index, count } = part.shard;
  const fault =
    faultOf(fields({ shard }), part) ??
    (index > count ? `shard.index: expected a whole number from 1 to ${count}, got ${index}` : null) ??
    faultOf(shape, part);
  if (fault !== null) throw damaged(name, part, fault);
  try {
    return { ...part, spec: parseStudy(part.spec) };
  } catch (error) {
    if (!(error instanceof StudyError)) throw error;
    const { path, message } = error.problems[0]!;
    throw damaged(name, part, `${path === '' ? 'spec' : `spec.${path}`}: ${message}`);
  }
}

/** What blocks can have seen: each path is a hit, absorbed, failed or none of these, once, and stands in one bin. */
export function checkTotals(part: Part, name: string, totals: Totals, plan: Plan): void {
  const { range } = part;
  const { nonFinite, paths } = totals;
  const refuse = (field: string, fault: string) => damaged(name, part, `totals.${field}: expected ${fault}`);
  const atMost = (most: number, what: string, field: string, got: number) => {
    if (got > most) throw refuse(field, `at most ${most} ${what}, got ${got}`);
  };
  if (totals.blocks !== range.blocks) throw refuse('blocks', `the ${range.blocks} of its shard, got ${totals.blocks}`);
  atMost(paths, 'paths', 'nonFinite', nonFinite);
  if (totals.weights !== null) return; // weighted paths branch: their counts are of branches
  const sound = paths - nonFinite;
  totals.hits.forEach(({ counts }, j) => {
    const hits = sum(counts);
    atMost(sound, 'paths that did not fail', `hits[${j}]`, hits);
    atMost(sound - hits, 'paths without a hit', `absorbed[${j}]`, totals.absorbed[j]!);
  });
  const left = sum(totals.exits.lower.counts) + sum(totals.exits.upper.counts);
  atMost(absorbs(plan) ? sound : 0, 'paths that can leave', 'exits', left);
  const sizes = groupSizes(plan, range);
  totals.snapshots.forEach(({ histogram, groups }, i) => {
    const at = `snapshots[${i}]`;
    const alive = sum(histogram);
    const grouped = groups.reduce((all, { count }) => all + count, 0);
    if (alive < sound - left) throw refuse(`${at}.histogram`, `at least the ${sound - left} paths alive, got ${alive}`);
    if (grouped !== alive) throw refuse(`${at}.groups`, `the ${alive} paths of its histogram, got ${grouped}`);
    groups.forEach(({ count }, g) => {
      atMost(sizes[g]!, 'paths of its blocks', `${at}.groups[${g}].count`, count);
    });
  });
}

function damaged(name: string, { shard: { index, count } }: Part, fault: string): MergeError {
  const which = Number.isSafeInteger(index) && index <= count ? `part ${index}/${count}` : 'the part';
  return new MergeError(`${name}: ${which} is damaged: ${fault}: write it again with run --shard`);
}

/** Paths of the blocks of each group. */
function groupSizes(plan: Plan, { firstBlock, blocks }: BlockRange): number[] {
  const sizes = new Array<number>(GROUPS).fill(0);
  for (let b = firstBlock; b < firstBlock + blocks; b++) sizes[b % GROUPS]! += pathsInBlocks(plan, b, 1);
  return sizes;
}

const sum = (counts: Float64Array): number => counts.reduce((all, count) => all + count, 0);
