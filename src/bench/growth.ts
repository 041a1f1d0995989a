/** How cost grows: time of a path-step and memory, along one size of a study after the other, as far as a budget of time goes. */
import type { Backend } from '../backend/backend.js';
import { makePlan } from '../plan/make.js';
import { median } from './contest.js';
import { type Scenario, severity } from './scenario.js';

export interface GrowthPoint {
  readonly axis: string;
  readonly size: number;
  /** The contestant, in words. */
  readonly who: string;
  readonly pathSteps: number;
  readonly seconds: number;
  /** Of the whole process while it ran, at its most: seen every 20 ms. */
  readonly memoryMiB: number;
}

export interface GrowthAxis {
  readonly name: string;
  /** What stays as it is. */
  readonly fixed: string;
  readonly sizes: readonly number[];
  readonly study: (size: number) => Partial<Scenario['study']> & { readonly paths: number };
  /** Whether the size is the number of studies in one call. */
  readonly isPoints?: boolean;
}

const STEPS = 200;
const FEW_STEPS = 20;
const PATHS = 2 ** 17;
const BLOCK_PATHS = 4096;
const decades = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
const horizonOf = (steps: number) => steps * severity.dt;
const lasting = (steps: number) => ({ horizon: horizonOf(steps), saveAt: [horizonOf(steps)] });

export const growthAxes: readonly GrowthAxis[] = [
  {
    name: 'paths',
    fixed: `${FEW_STEPS} steps`,
    sizes: decades(3, 9),
    study: (paths) => ({ ...lasting(FEW_STEPS), paths }),
  },
  {
    name: 'steps',
    fixed: `${BLOCK_PATHS} paths`,
    sizes: decades(1, 6),
    study: (steps) => ({ ...lasting(steps), paths: BLOCK_PATHS }),
  },
  {
    name: 'bins',
    fixed: `2^17 paths, ${STEPS} steps`,
    sizes: decades(1, 5),
    study: (bins) => ({ histogram: { bins }, paths: PATHS }),
  },
  {
    name: 'save times',
    fixed: `2^17 paths, ${STEPS} steps, 100 bins`,
    sizes: [1, 2, 5, 10, 20, 50, 100, 200],
    study: (saves) => ({
      saveAt: Array.from({ length: saves }, (_, i) => horizonOf((STEPS * (i + 1)) / saves)),
      paths: PATHS,
    }),
  },
  {
    name: 'sweep points',
    fixed: `${BLOCK_PATHS} paths of ${FEW_STEPS} steps each`,
    sizes: decades(0, 4),
    study: () => ({ ...lasting(FEW_STEPS), paths: BLOCK_PATHS }),
    isPoints: true,
  },
];

export interface GrowthOptions {
  /** Seconds for each axis; a size that is not thought to fit in what is left is not begun. */
  readonly budget: number;
  readonly axes?: readonly GrowthAxis[];
  readonly onPoint?: ((point: GrowthPoint) => void) | undefined;
  /** What a backend refused, in words. */
  readonly onRefusal?: ((text: string) => void) | undefined;
}

/** @param who the contestant, in words */
export async function measureGrowth(who: string, backend: Backend, options: GrowthOptions): Promise<GrowthPoint[]> {
  const found: GrowthPoint[] = [];
  for (const axis of options.axes ?? growthAxes) {
    const ends = performance.now() + 1000 * options.budget;
    let expected = 0; // seconds of the next size
    for (const [i, size] of axis.sizes.entries()) {
      if (performance.now() + 1000 * expected > ends) break;
      try {
        const point = { axis: axis.name, size, who, ...(await measureSize(backend, axis, size)) };
        found.push(point);
        options.onPoint?.(point);
        expected = point.seconds * ((axis.sizes[i + 1] ?? size) / size);
      } catch (error) {
        options.onRefusal?.(`${axis.name} ${size}, ${who}: ${(error as Error).message}`);
        break;
      }
    }
  }
  return found;
}

const SHORT = 1; // seconds; a run of less is done three times more

async function measureSize(backend: Backend, axis: GrowthAxis, size: number) {
  const count = axis.isPoints ? size : 1;
  const plans = Array.from({ length: count }, (_, i) => {
    const params = { ...severity.params, beta: (0.6 * (i + 0.5)) / count };
    return makePlan({ ...severity, params, ...axis.study(size), backend: backend.name });
  });
  let pathSteps = 0;
  const timed = async () => {
    pathSteps = 0;
    const compiled = backend.startupSeconds;
    const started = performance.now();
    await backend.simulateMany(plans, {
      onTally: (_, tally) => {
        pathSteps += tally.pathSteps;
      },
    });
    return (performance.now() - started) / 1000 - (backend.startupSeconds - compiled);
  };
  const memory = watchMemory();
  try {
    const first = await timed();
    const samples = first < SHORT ? [await timed(), await timed(), await timed()] : [first];
    return { pathSteps, seconds: median(samples), memoryMiB: memory.most() };
  } finally {
    memory.stop();
  }
}

const WATCH_MS = 20;

function watchMemory() {
  let most = 0;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  const timer = setInterval(look, WATCH_MS);
  return {
    most: () => {
      look();
      return most / 2 ** 20;
    },
    stop: () => clearInterval(timer),
  };
}
