/** Our own backends as contestants. */
import type { Backend, Tally } from '../backend/backend.js';
import { makePlan } from '../plan/make.js';
import type { Contestant, Measured } from './contest.js';
import type { Pace, Scenario } from './scenario.js';

export interface OwnContestant {
  readonly backend: Backend;
  readonly pace: Pace;
  readonly environment: 'node' | 'chrome';
}

/** One scenario on one backend. Closing the contestant leaves the backend open: several scenarios share it. */
export function contestantOf(scenario: Scenario, { backend, pace, environment }: OwnContestant): Contestant {
  const plan = makePlan({ ...scenario.study, paths: scenario.paths[pace], backend: backend.name });
  const run = async (): Promise<Measured> => {
    const tallies: Tally[] = [];
    const started = performance.now();
    await backend.simulate(plan, 0, plan.blocks, { onTally: (tally) => tallies.push(tally) });
    const seconds = (performance.now() - started) / 1000; // performance.now is in ms
    const pathSteps = tallies.reduce((sum, tally) => sum + tally.pathSteps, 0);
    return { seconds, pathSteps, estimate: scenario.estimate(tallies, plan.dt) };
  };
  const { name: who, adapter, threads } = backend;
  const { paths } = plan;
  return {
    scenario: scenario.title,
    who,
    environment,
    adapter,
    threads,
    paths,
    ourNoise: true,
    run,
    close: async () => {},
  };
}
