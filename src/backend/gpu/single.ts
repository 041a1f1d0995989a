/** One plan, batch after batch of its blocks; and single paths of it. */
import type { GpuPlan } from '../../plan/gpu.js';
import { BLOCK, type Plan, pathsInBlocks } from '../../plan/plan.js';
import type { PathEnds, SimulateOptions } from '../backend.js';
import type { BatchOptions, BatchRunner } from './batch.js';
import { pathEndsOf } from './ends.js';
import type { Launcher } from './launch.js';
import { tallyOf } from './tally.js';

/** Simulates blocks [firstBlock, firstBlock + blocks) of the plan. */
export function simulatePlan(
  launcher: Launcher,
  plan: Plan,
  firstBlock: number,
  blocks: number,
  { onTally, onProgress, signal, ends: wantsEnds = false }: SimulateOptions,
): Promise<void> {
  const gpuPlan = launcher.cut(plan, blocks);
  const launched = async (runner: BatchRunner, options: BatchOptions) => {
    let paths = 0;
    let pathSteps = 0;
    for (let block = firstBlock; block < firstBlock + blocks; ) {
      const firstPath = plan.pathOffset + block * BLOCK;
      const most = Math.min(gpuPlan.batchBlocks, Math.floor(launcher.pathsAtOnce(plan) / BLOCK));
      const count = blocksOfBatch(firstPath, Math.min(most, firstBlock + blocks - block));
      const place = { firstPath, paths: pathsInBlocks(plan, block, count) };
      const onStep = (step: number) => {
        const share = step / Math.max(1, plan.steps);
        // While paths may end early, how many steps were taken is known only at the end of the batch.
        const taken = gpuPlan.compacts ? 0 : place.paths * step;
        onProgress?.({ paths: paths + share * place.paths, pathSteps: pathSteps + taken });
      };
      const finished = await runner.run(place, { ...options, signal, onStep });
      if (!finished) return;
      const tally = tallyOf(plan, gpuPlan, { ...place, firstBlock: block, blocks: count }, await runner.words());
      paths += tally.paths;
      pathSteps += tally.pathSteps;
      launcher.learn(plan, { ...tally, slowest: options.pace.slowest });
      onTally(wantsEnds ? { ...tally, ends: await endsOfBatch(runner, plan, gpuPlan, place.paths) } : tally);
      onProgress?.({ paths, pathSteps });
      block += count;
    }
  };
  return launcher.launch(plan, gpuPlan, launched, wantsEnds);
}

/** A path that has ended leaves its end in its slot. */
async function endsOfBatch(runner: BatchRunner, plan: Plan, { slots }: GpuPlan, paths: number): Promise<PathEnds> {
  const builder = pathEndsOf(plan, paths);
  builder.add(await runner.state(), slots, 0, paths);
  return builder.ends;
}

export async function followPaths(launcher: Launcher, plan: Plan, firstPath: number, count: number): Promise<PathEnds> {
  const gpuPlan = launcher.cut(plan, Math.ceil(count / BLOCK));
  const builder = pathEndsOf(plan, count);
  await launcher.launch(
    plan,
    gpuPlan,
    async (runner, options) => {
      for (let done = 0; done < count; ) {
        const start = plan.pathOffset + firstPath + done;
        const most = Math.min(gpuPlan.slots, Math.floor(launcher.pathsAtOnce(plan)));
        const paths = Math.min(most, count - done, 2 ** 32 - (start % 2 ** 32));
        await runner.run({ firstPath: start, paths }, options);
        builder.add(await runner.state(), gpuPlan.slots, done, paths);
        done += paths;
      }
    },
    true,
  );
  return builder.ends;
}

/** A batch never crosses a multiple of 2³² paths, as a block does not: the high word of the path's address is the same for all of it. */
const blocksOfBatch = (firstPath: number, blocks: number): number =>
  Math.max(1, Math.min(blocks, Math.floor((2 ** 32 - (firstPath % 2 ** 32)) / BLOCK)));
