/** The worker that knows what is exact. It may be busy for seconds; newer studies take the place of older ones between parts. */
import type { SamplePaths } from '#dist/result/result.js';
import type { Study } from '#dist/spec/study.js';
import { biasOf, withChecks } from '#dist/study/checks.js';
import { curvesOf } from '#dist/study/curves.js';
import { landscapeOf } from '#dist/study/landscape.js';
import { planStudy } from '#dist/study/plan.js';
import { samplePaths } from '#dist/study/samples.js';
import { theory } from '#dist/study/theory.js';
import type { FromOracle, ToOracle } from './protocol.js';

const QUIET_MS = 150; // after the last study, before what takes long: a slider is being dragged
const DRAWN_PATHS = 12;
const SAMPLE_STEPS = 400_000; // of all drawn paths: some tenths of a second

type Bias = ReturnType<typeof biasOf>;

let current = { id: -1, study: null as Study | null };
/** Of the law, which hangs neither on how many paths there are nor on the seed. */
let known: { readonly law: string; readonly told: readonly FromOracle[]; readonly bias: Bias | Error } | null = null;

const tell = (message: FromOracle) => postMessage(message);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export const listener = ({ data }: MessageEvent<ToOracle>): void => {
  if (data.type === 'study') {
    current = { id: data.id, study: data.study };
    void look(data.id, data.study);
  } else if (data.id === current.id && known !== null) {
    const compared =
      known.bias instanceof Error
        ? { checks: [], goodnessOfFit: [], unchecked: { '': known.bias.message } }
        : withChecks(data.result, known.bias);
    const { checks, goodnessOfFit, unchecked } = compared;
    const paths = data.result.provenance.partial?.completed ?? data.result.spec.paths;
    tell({ type: 'compared', id: data.id, paths, compared: { checks, goodnessOfFit, unchecked } });
  }
};

async function look(id: number, study: Study): Promise<void> {
  try {
    tell({ type: 'landscape', id, landscape: landscapeOf(study) });
    await pause(0);
    if (id !== current.id) return;
    tell({ type: 'samples', id, samples: samplesOf(study) });
    await pause(QUIET_MS);
    if (id !== current.id) return;
    const law = JSON.stringify({ ...study, paths: 0, seed: 0, backend: '', samplePaths: 0, method: '' });
    if (known?.law === law) for (const message of known.told) tell({ ...message, id } as FromOracle);
    else {
      known = null;
      for await (const part of parts(id, study, law)) {
        tell(part);
        await pause(0);
        if (id !== current.id) return;
      }
    }
    tell({ type: 'ready', id });
  } catch (error) {
    tell({ type: 'sorry', id, message: (error as Error).message });
  }
}

async function* parts(id: number, study: Study, law: string): AsyncGenerator<FromOracle> {
  const told: FromOracle[] = [];
  const keep = (message: FromOracle) => {
    told.push(message);
    return message;
  };
  yield keep({ type: 'curves', id, curves: curvesOf(study) });
  yield keep({ type: 'theory', id, theory: theory(study) });
  known = { law, told, bias: attempt(() => biasOf(study)) };
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error as Error;
  }
}

/** Some of the paths that the run is made of: as many as are quick to follow. */
function samplesOf(study: Study): SamplePaths {
  const steps = Math.round(study.horizon / study.dt);
  const count = Math.max(1, Math.min(DRAWN_PATHS, study.paths, Math.floor(SAMPLE_STEPS / steps)));
  return samplePaths({ ...study, samplePaths: count }, planStudy(study))!;
}
