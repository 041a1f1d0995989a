/** Our own backends as contestants. */
import type { Backend, Tally } from '../backend/backend.js';
import { makePlan } from '../plan/make.js';
import type { Contestant, Measured } from './contest.js';
import { labelsOf, type Pace, type Scenario } from './scenario.js';

export interface OwnContestant {
  readonly backend: Backend;
  readonly pace: Pace;
  readonly environment: 'node' | 'chrome';
  readonly version: string;
  /** Seconds of the device so far, by its own timestamps; absent where it tells none. */
  readonly deviceSeconds?: (() => Promise<number> | null) | undefined;
}

/** One scenario on one backend. Closing the contestant leaves the backend open: several scenarios share it. */
export function contestantOf(scenario: Scenario, own: OwnContestant): Contestant {
  const { backend, pace, environment, version, deviceSeconds } = own;
  const { study, points = [{}] } = scenario;
  const paths = scenario.paths[pace];
  const plans = points.map((point) =>
    makePlan({ ...study, params: { ...study.params, ...point }, paths, backend: backend.name }),
  );
  let startupSeconds = backend.startupSeconds;
  const run = async (): Promise<Measured> => {
    const tallies: Tally[] = [];
    const compiledBefore = backend.startupSeconds;
    const deviceBefore = await deviceSeconds?.();
    const started = performance.now();
    await backend.simulateMany(plans, { onTally: (_, tally) => tallies.push(tally) });
    const seconds = (performance.now() - started) / 1000; // performance.now is in ms
    const deviceAfter = await deviceSeconds?.();
    startupSeconds += backend.startupSeconds - compiledBefore;
    const pathSteps = tallies.reduce((sum, tally) => sum + tally.pathSteps, 0);
    return {
      seconds,
      gpuSeconds: deviceBefore == null || deviceAfter == null ? null : deviceAfter - deviceBefore,
      startupSeconds,
      pathSteps,
      estimate: scenario.estimate(tallies, study.dt),
    };
  };
  const { name: who, adapter, threads } = backend;
  return {
    ...labelsOf(scenario),
    who,
    environment,
    adapter,
    version,
    threads,
    paths: paths * plans.length,
    ourNoise: true,
    run,
    close: async () => {},
  };
}
