/** Many plans: those of one structure share a launch, as many in each batch as the device takes. */
import type { GpuPlan } from '../../plan/gpu.js';
import type { Plan } from '../../plan/plan.js';
import type { Progress, SimulateManyOptions, Tally } from '../backend.js';
import { pacemaker } from '../reference/pace.js';
import { groupAlike } from './groups.js';
import type { Launcher } from './launch.js';
import { simulatePlan } from './single.js';
import { tallyOf, wordsOfPoint } from './tally.js';

/** A launch of its own: one plan, or more that are alike. */
interface Share {
  readonly indices: readonly number[];
  readonly gpuPlan: GpuPlan;
}

/** `Backend.simulateMany`. Tallies of a launch that are ahead of their turn wait for it in memory. */
export async function simulatePlans(
  launcher: Launcher,
  plans: readonly Plan[],
  { onTally, onProgress, signal }: SimulateManyOptions,
): Promise<void> {
  const turn = new Turn(plans, onTally);
  const before = { paths: 0, pathSteps: 0 };
  const tell = ({ paths, pathSteps }: Progress) =>
    onProgress?.({ paths: before.paths + paths, pathSteps: before.pathSteps + pathSteps });
  for (const { indices, gpuPlan } of sharesOf(launcher, plans)) {
    if (signal?.aborted) return;
    const seen = { paths: 0, pathSteps: 0 };
    const take = (index: number, tally: Tally) => {
      seen.paths += tally.paths;
      seen.pathSteps += tally.pathSteps;
      turn.take(index, tally);
    };
    if (indices.length === 1) {
      const index = indices[0]!;
      const plan = plans[index]!;
      const options = { onTally: (tally: Tally) => take(index, tally), onProgress: tell, signal };
      await simulatePlan(launcher, plan, 0, plan.blocks, options);
    } else {
      const alike = indices.map((index) => plans[index]!);
      const options = { onTally: (i: number, tally: Tally) => take(indices[i]!, tally), onProgress: tell, signal };
      await simulateAlike(launcher, alike, gpuPlan, options);
    }
    before.paths += seen.paths;
    before.pathSteps += seen.pathSteps;
  }
}

/** In the order of the first plan of each. */
function sharesOf(launcher: Launcher, plans: readonly Plan[]): Share[] {
  const shares = groupAlike(plans).flatMap((indices): Share[] => {
    const gpuPlan = launcher.cutMany(indices.map((index) => plans[index]!));
    return gpuPlan.points > 1 ? [{ indices, gpuPlan }] : indices.map((index) => ({ indices: [index], gpuPlan }));
  });
  return shares.sort((a, b) => a.indices[0]! - b.indices[0]!);
}

function simulateAlike(
  launcher: Launcher,
  plans: readonly Plan[],
  gpuPlan: GpuPlan,
  { onTally, onProgress, signal }: SimulateManyOptions,
): Promise<void> {
  const { pathOffset, paths, steps } = plans[0]!;
  const breathe = pacemaker();
  return launcher.launch(plans[0]!, gpuPlan, async (runner, options) => {
    let pathSteps = 0;
    for (let first = 0; first < plans.length; ) {
      const most = Math.min(gpuPlan.points, Math.max(1, Math.floor(launcher.pathsAtOnce(plans[0]!) / paths)));
      const batch = plans.slice(first, first + most);
      const pathsOfBatch = paths * batch.length;
      const onStep = (step: number) => {
        const share = step / Math.max(1, steps);
        const taken = gpuPlan.compacts ? 0 : pathsOfBatch * step; // as of a plan by itself
        onProgress?.({ paths: paths * first + share * pathsOfBatch, pathSteps: pathSteps + taken });
      };
      runner.load(batch);
      const place = { firstPath: pathOffset, paths, points: batch.length };
      const finished = await runner.run(place, { ...options, signal, onStep });
      if (!finished) return;
      const words = await runner.words();
      const before = pathSteps;
      for (const [i, plan] of batch.entries()) {
        await breathe();
        const whole = { firstBlock: 0, blocks: plan.blocks, paths };
        const tally = tallyOf(plan, gpuPlan, whole, wordsOfPoint(words, gpuPlan, i));
        pathSteps += tally.pathSteps;
        onTally(first + i, tally);
      }
      const { slowest } = options.pace;
      launcher.learn(plans[0]!, { paths: pathsOfBatch, pathSteps: pathSteps - before, slowest });
      first += batch.length;
      onProgress?.({ paths: paths * first, pathSteps });
    }
  });
}

/** Hands tallies out in the order of the plans. */
class Turn {
  readonly #plans: readonly Plan[];
  readonly #hand: (index: number, tally: Tally) => void;
  readonly #waiting = new Map<number, Tally[]>();
  #next = 0;
  /** Blocks of plan #next that were handed out. */
  #blocks = 0;

  constructor(plans: readonly Plan[], hand: (index: number, tally: Tally) => void) {
    this.#plans = plans;
    this.#hand = hand;
  }

  take(index: number, tally: Tally): void {
    const queue = this.#waiting.get(index);
    if (queue === undefined) this.#waiting.set(index, [tally]);
    else queue.push(tally);
    for (let due = this.#due(); due !== undefined; due = this.#due()) this.#hand(...due);
  }

  #due(): [index: number, tally: Tally] | undefined {
    const index = this.#next;
    const queue = this.#waiting.get(index);
    const tally = queue?.shift();
    if (tally === undefined) return undefined;
    this.#blocks += tally.blocks;
    if (this.#blocks >= this.#plans[index]!.blocks) {
      this.#waiting.delete(index);
      this.#next++;
      this.#blocks = 0;
    }
    return [index, tally];
  }
}
