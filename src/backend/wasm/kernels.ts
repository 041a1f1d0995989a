/** The kernels of a backend: compiled once for each form of a study, and a second one where that has worked for long (chooser.ts). */
import { FirstPassageError } from '../../errors.js';
import type { Plan } from '../../plan/plan.js';
import { buildKernel } from './kernel.js';
import { NEVER } from './layout.js';
import type { SentKernel } from './protocol.js';
import { crowdedCut, defaultCut, type KernelShape, type LoopCut, shapeKey, shapeOf } from './shape.js';

const KEPT_KERNELS = 16;

interface Usage {
  seconds: number;
  /** Its like for crowded cores is compiled, or tried to be. */
  isWanted: boolean;
  other: SentKernel | null;
}

export class Kernels {
  readonly #kernels = new Map<string, Promise<SentKernel>>();
  /** By the key of a kernel: the seconds that it has worked, and its like for crowded cores, once it is there. */
  readonly #usage = new Map<string, Usage>();
  #startupSeconds = 0;

  constructor(
    /** null: whichever of two is the faster. */
    private readonly cut: LoopCut | null,
    private readonly tryAfter: number,
  ) {}

  /** That first kernels took. */
  get startupSeconds(): number {
    return this.#startupSeconds;
  }

  /** Tells that a kernel has worked for so many seconds. */
  worked(kernel: SentKernel, seconds: number): void {
    this.#usageOf(kernel).seconds += seconds;
  }

  /** null for branching paths, which have none. */
  async of(plan: Plan): Promise<SentKernel | null> {
    return plan.rare?.method === 'splitting' ? null : this.ofSteps(plan);
  }

  /** Of paths that march in step. @throws FirstPassageError where there are too many steps to count. */
  ofSteps(plan: Plan): Promise<SentKernel> {
    if (plan.steps >= NEVER) {
      throw new FirstPassageError(
        `expected fewer than ${NEVER} steps, got ${plan.steps}: use a larger dt or a shorter horizon`,
      );
    }
    const shape = shapeOf(plan, this.cut ?? defaultCut());
    const key = shapeKey(shape);
    const known = this.#kernels.get(key);
    if (known) return known;
    const started = performance.now();
    const sent = compile(shape).then((kernel) => {
      this.#startupSeconds += (performance.now() - started) / 1000;
      return kernel;
    });
    this.#kernels.set(key, sent);
    dropOldest(this.#kernels);
    return sent;
  }

  /** The kernel for crowded cores that goes with one; null where it is not wanted, or not yet there. */
  otherThan(kernel: SentKernel, plan: Plan): SentKernel | null {
    const usage = this.#usageOf(kernel);
    if (this.cut === null && usage.seconds >= this.tryAfter && !usage.isWanted) {
      usage.isWanted = true;
      compile(shapeOf(plan, crowdedCut(plan.rng))).then(
        (other) => {
          usage.other = other;
        },
        () => {}, // then there is none
      );
    }
    return usage.other;
  }

  #usageOf({ key }: SentKernel): Usage {
    const usage = this.#usage.get(key) ?? { seconds: 0, isWanted: false, other: null };
    this.#usage.set(key, usage);
    dropOldest(this.#usage);
    return usage;
  }
}

async function compile(shape: KernelShape): Promise<SentKernel> {
  const { bytes, ...kernel } = buildKernel(shape);
  return { key: shapeKey(shape), module: await WebAssembly.compile(bytes), kernel };
}

function dropOldest(kernels: Map<string, unknown>): void {
  if (kernels.size > KEPT_KERNELS) kernels.delete(kernels.keys().next().value!);
}
