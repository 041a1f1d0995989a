/** The worker that measures: known answers first, and only backends that have them right are timed, one against the other. */
import { availableThreads } from '#dist/backend/pool.js';
import { closeBackends, openBackends } from '#dist/bench/backends.js';
import { race } from '#dist/bench/contest.js';
import { contestantOf } from '#dist/bench/ours.js';
import { mainScenarios, withFewerPaths } from '#dist/bench/scenario.js';
import type { BackendName } from '#dist/spec/study.js';
import { examine } from '#dist/study/doctor.js';
import type { BenchOrder, FromBench, ToBench } from './bench-protocol.js';

const FEWER = 8; // times fewer paths of a quick measurement
const ROUNDS = { quick: 3, full: 5 } as const;

const tell = (message: FromBench) => postMessage(message);

let isStopped = false;
let busy: Promise<void> = Promise.resolve();

export const listener = ({ data }: MessageEvent<ToBench>): void => {
  if (data.type === 'stop') {
    isStopped = true;
    return;
  }
  busy = busy.then(() => measure(data.order)).catch((error: Error) => tell({ type: 'failed', message: error.message }));
};

class Stopped extends Error {}

async function measure({ isQuick }: BenchOrder): Promise<void> {
  isStopped = false;
  const report = await examine();
  tell({ type: 'examined', report });
  const sound = (['wasm', 'webgpu'] as const).filter((name) => report.knownAnswers[name] === 'pass');
  if (isStopped || sound.length === 0) return tell({ type: 'ended', isWhole: !isStopped });
  const { field } = await openBackends(new Set<BackendName>(sound), 'chrome', availableThreads());
  try {
    const rounds = isQuick ? ROUNDS.quick : ROUNDS.full;
    const total = mainScenarios.length * field.length * (rounds + 1);
    let done = 0;
    for (const whole of mainScenarios) {
      const scenario = isQuick ? withFewerPaths(whole, FEWER) : whole;
      const contestants = field.map((own) => contestantOf(scenario, own));
      const onRun: NonNullable<Parameters<typeof race>[1]['onRun']> = ({ who, adapter, threads }, round, run) => {
        done++;
        const pathStepsPerSecond = run.pathSteps / run.seconds;
        tell({ type: 'step', step: { done, total, round, rounds, who, adapter, threads, pathStepsPerSecond } });
        if (isStopped) throw new Stopped();
      };
      tell({ type: 'rows', rows: await race(contestants, { runs: rounds, onRun }) });
    }
    tell({ type: 'ended', isWhole: true });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    tell({ type: 'ended', isWhole: false });
  } finally {
    await closeBackends(field);
  }
}
