/** Parts of a run → the result of the whole, the same to the last bit. */
import { MergeError } from '../errors.js';
import { type Plan, pathsInBlocks } from '../plan/plan.js';
import { addTotals, emptyTotals, type Totals } from '../reduce/totals.js';
import { buildResult } from '../result/build.js';
import { withErrorBudget } from '../result/measured-budget.js';
import type { Provenance, Result } from '../result/result.js';
import { withChecks } from './checks.js';
import { blocksOfShard, type Part, unpackTotals } from './part.js';
import { checkPart, checkTotals } from './part-check.js';
import { planStudy } from './plan.js';
import { samplePaths } from './samples.js';

/** Missing parts that are named one by one. */
const NAMED = 10;

/**
 * @param names of the parts in messages: their files.
 * @throws MergeError for parts of different spec, version or backend, for missing, doubled, partial or damaged ones.
 */
export function mergeParts(given: readonly Part[], names = given.map((_, i) => `parts[${i}]`)): Result {
  const parts = given.map((part, i) => checkPart(part, names[i]!));
  const [first] = parts;
  if (first === undefined)
    throw new MergeError('expected at least one part, got none: name the folders that `run --shard` wrote');
  for (const part of parts) refuseStranger(first, part);
  refuseGaps(parts);
  const plan = planStudy(first.spec);
  const totals = emptyTotals(plan);
  parts.forEach((part, i) => {
    const { firstBlock, blocks } = blocksOfShard(plan, part.shard);
    if (part.range.firstBlock !== firstBlock || part.range.blocks !== blocks)
      throw new MergeError(`part ${nameOf(part)} says that it has other blocks than its shard: write it again`);
    const expected = pathsInBlocks(plan, firstBlock, blocks);
    if (part.totals.paths !== expected)
      throw new MergeError(
        `part ${nameOf(part)} is partial: it has ${part.totals.paths} of ${expected} paths: run it again to its end`,
      );
    const seen = readTotals(part, names[i]!, plan);
    checkTotals(part, names[i]!, seen, plan);
    addTotals(totals, seen);
  });
  const { spec } = first;
  const result = buildResult(spec, plan, totals, mergeProvenance(parts), samplePaths(spec, plan));
  return withChecks(withErrorBudget(result, first.errorBudget ?? null));
}

/** Numbers that do not fit the plan are told with their file. */
function readTotals(part: Part, name: string, plan: Plan): Totals {
  try {
    return unpackTotals(part.totals, plan);
  } catch (error) {
    if (!(error instanceof MergeError)) throw error;
    throw new MergeError(`${name}: ${error.message}`);
  }
}

const nameOf = ({ shard }: Part): string => `${shard.index}/${shard.count}`;

function refuseStranger(first: Part, part: Part): void {
  const differ = (what: string, a: string, b: string) =>
    new MergeError(`parts ${nameOf(first)} and ${nameOf(part)} differ in ${what}: ${a} and ${b}: run them alike`);
  const { version, backend, adapter } = part.provenance;
  if (version !== first.provenance.version) throw differ('version', first.provenance.version, version);
  if (backend !== first.provenance.backend) throw differ('backend', first.provenance.backend, backend);
  if (adapter !== first.provenance.adapter) throw differ('adapter', String(first.provenance.adapter), String(adapter));
  if (part.shard.count !== first.shard.count) throw differ('shard count', nameOf(first), nameOf(part));
  for (const key of Object.keys(first.spec) as (keyof typeof first.spec)[]) {
    const [a, b] = [JSON.stringify(first.spec[key]), JSON.stringify(part.spec[key])];
    if (a !== b) throw differ(`spec.${key}`, a, b);
  }
}

function refuseGaps(parts: readonly Part[]): void {
  const count = parts[0]!.shard.count;
  const seen = new Map<number, number>();
  for (const { shard } of parts) seen.set(shard.index, (seen.get(shard.index) ?? 0) + 1);
  const doubled = [...seen].filter(([, times]) => times > 1).map(([i]) => i);
  if (doubled.length > 0) throw new MergeError(`part ${doubled[0]}/${count} is given twice: name each part once`);
  const indices = Array.from({ length: count }, (_, i) => i + 1);
  const missing = indices.filter((i) => !seen.has(i));
  const names = missing.slice(0, NAMED).map((i) => `${i}/${count}`);
  if (missing.length === 1) throw new MergeError(`missing part ${names}: run it too`);
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : '';
  if (missing.length > 1) throw new MergeError(`missing parts ${names.join(', ')}${more}: run them too`);
}

function mergeProvenance(parts: readonly Part[]): Provenance {
  const all = parts.map(({ provenance }) => provenance);
  const sum = (of: (p: Provenance) => number) => all.reduce((total, p) => total + of(p), 0);
  const seconds = sum((p) => p.seconds);
  const pathSteps = sum((p) => p.pathSteps);
  return {
    ...all[0]!,
    reason: `merged from ${parts.length} part${parts.length === 1 ? '' : 's'}`,
    threads: Math.max(...all.map((p) => p.threads)),
    seconds,
    startupSeconds: sum((p) => p.startupSeconds),
    pathSteps,
    pathStepsPerSecond: seconds > 0 ? pathSteps / seconds : 0,
  };
}
