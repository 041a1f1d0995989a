/** The reference backend: plain TypeScript in f64, or in f32 for path-by-path comparison. Written to be read. */
import { BLOCK, type Plan, pathsInBlocks } from '../../plan/plan.js';
import type { Rng } from '../../spec/study.js';
import type { Backend, PathEnds, SimulateManyOptions, SimulateOptions, Tally } from '../backend.js';
import { CohortCounter } from '../cohorts.js';
import { StepCounter } from '../counter.js';
import { FATE_DONE, FATE_FAILED, FATE_LOWER, FATE_UPPER } from '../fate.js';
import { simulateInTurn } from '../in-turn.js';
import { drawWords } from './generator.js';
import { countInBins } from './histogram.js';
import { blockMoments, MOMENTS } from './moments.js';
import { normals, type Round } from './normal.js';
import { pacemaker } from './pace.js';
import { followTilted, simulateRareBlock } from './rare.js';
import { PathFollower } from './simulate.js';

export type Precision = 'f64' | 'f32';

export function createReferenceBackend({ precision = 'f64' }: { precision?: Precision } = {}): Promise<Backend> {
  return Promise.resolve(new ReferenceBackend(precision));
}

class ReferenceBackend implements Backend {
  readonly name = 'reference';
  readonly adapter: string;
  readonly threads = 1;
  readonly startupSeconds = 0;
  readonly #round: Round;

  constructor(precision: Precision) {
    this.adapter = `TypeScript, ${precision}`;
    this.#round = precision === 'f32' ? Math.fround : (value) => value;
  }

  async simulate(plan: Plan, firstBlock: number, blocks: number, options: SimulateOptions): Promise<void> {
    const follower = new PathFollower(plan, this.#round);
    let paths = 0;
    let pathSteps = 0;
    for (let block = firstBlock; block < firstBlock + blocks; block++) {
      const tally = plan.rare
        ? await simulateRareBlock(plan, this.#round, block, options.signal)
        : await simulateBlock(plan, follower, block, options.signal);
      if (tally === null) return;
      const ends = options.ends ? await this.follow(plan, block * BLOCK, tally.paths) : undefined;
      options.onTally(ends ? { ...tally, ends } : tally);
      paths += tally.paths;
      pathSteps += tally.pathSteps;
      options.onProgress?.({ paths, pathSteps });
    }
  }

  simulateMany(plans: readonly Plan[], options: SimulateManyOptions): Promise<void> {
    return simulateInTurn(this, plans, options);
  }

  randomWords(counters: Uint32Array, key: readonly [number, number], rng: Rng): Promise<Uint32Array> {
    const out = new Uint32Array(counters.length);
    for (let i = 0; i < counters.length; i += 4) {
      const [c0, c1, c2, c3] = counters.subarray(i, i + 4);
      drawWords(out.subarray(i, i + 4), rng, c0!, c1!, c2!, c3!, key);
    }
    return Promise.resolve(out);
  }

  normals(words: Uint32Array): Promise<Float64Array> {
    const out = new Float64Array(words.length);
    for (let i = 0; i < words.length; i += 2) normals(out, i, words[i]!, words[i + 1]!, this.#round);
    return Promise.resolve(out);
  }

  follow(plan: Plan, firstPath: number, count: number): Promise<PathEnds> {
    const thresholds = plan.thresholds.length;
    const ends: PathEnds = {
      x: new Float64Array(count),
      hitStep: new Int32Array(count * thresholds),
      fate: new Uint8Array(count),
      endStep: new Int32Array(count),
    };
    if (plan.rare) return Promise.resolve(followTilted(plan, this.#round, firstPath, ends));
    const follower = new PathFollower(plan, this.#round);
    for (let i = 0; i < count; i++) {
      follower.follow(firstPath + i, () => {});
      ends.x[i] = follower.position;
      ends.hitStep.set(follower.hitStep, i * thresholds);
      ends.fate[i] = follower.fate;
      ends.endStep[i] = follower.endStep;
    }
    return Promise.resolve(ends);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** null when aborted before its end. */
async function simulateBlock(
  plan: Plan,
  follower: PathFollower,
  block: number,
  signal: AbortSignal | undefined,
): Promise<Tally | null> {
  const paths = pathsInBlocks(plan, block, 1);
  const positions = plan.saveSteps.map(() => ({ x: new Float64Array(paths), alive: 0 }));
  const hits = plan.thresholds.map(() => new StepCounter(plan));
  const absorbed = plan.thresholds.map(() => 0);
  const exits = { lower: new StepCounter(plan), upper: new StepCounter(plan) };
  let pathSteps = 0;
  let nonFinite = 0;
  const cohorts = plan.cohorts ? new CohortCounter(plan) : null;
  let path = block * BLOCK;
  const save = (index: number, x: number) => {
    const position = positions[index]!;
    position.x[position.alive++] = x;
    if (index + 1 === positions.length) cohorts?.position(path, x);
  };
  const pause = pacemaker();
  for (; path < block * BLOCK + paths; path++) {
    if (signal?.aborted) return null;
    await pause();
    follower.follow(path, save);
    pathSteps += follower.endStep;
    if (follower.fate === FATE_FAILED) {
      nonFinite++;
      continue;
    }
    if (follower.fate === FATE_LOWER) {
      exits.lower.count(follower.endStep);
      cohorts?.exit('lower', path, follower.endStep);
    }
    if (follower.fate === FATE_UPPER) {
      exits.upper.count(follower.endStep);
      cohorts?.exit('upper', path, follower.endStep);
    }
    follower.hitStep.forEach((step, j) => {
      if (step >= 0) {
        hits[j]!.count(step);
        cohorts?.hit(j, path, step);
      } else if (follower.fate !== FATE_DONE) absorbed[j]!++;
    });
  }
  const snapshots = positions.map(({ x, alive }) => {
    const histogram = new Uint32Array(plan.bins);
    const moments = new Float64Array(MOMENTS);
    countInBins(x, alive, ...plan.domain, histogram);
    blockMoments(x, alive, moments, 0);
    return { histogram, moments };
  });
  return {
    firstBlock: block,
    blocks: 1,
    paths,
    pathSteps,
    nonFinite,
    hits,
    absorbed,
    exits,
    snapshots,
    cohorts: cohorts?.sums,
  };
}
