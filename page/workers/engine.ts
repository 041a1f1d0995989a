/** The worker that checks studies and runs them: it owns the backend, so that the page itself only draws. */
import { StudyError } from '#dist/errors.js';
import type { Study } from '#dist/spec/study.js';
import { parseStudy } from '#dist/study/check.js';
import type { Settled } from '#dist/study/tolerance.js';
import { studyWarnings } from '#dist/study/warnings.js';
import type { FromEngine, ToEngine } from './protocol.js';
import { Session } from './session.js';

const tell = (message: FromEngine) => postMessage(message);
const session = new Session(tell);

export const listener = ({ data }: MessageEvent<ToEngine>): void => {
  switch (data.type) {
    case 'study':
      void begin(data.id, data.raw, data.full);
      break;
    case 'go':
      if (!session.go(data.id, data.paths)) wantedInFull = data.id; // it is still being checked
      break;
    case 'stop':
      session.stop();
      break;
    default:
      void answer(data);
  }
};

let latest = -1;
let wantedInFull = -1;

/** A newer study makes an older one void: while one is settled, more may come. */
async function begin(id: number, raw: unknown, full: boolean): Promise<void> {
  latest = id;
  try {
    const asked = parseStudy(raw);
    session.abandon();
    const settled = await settledOf(asked);
    if (id !== latest) return;
    tell({ type: 'checked', id, study: settled.study, warnings: studyWarnings(settled.study) });
    session.begin(id, settled, full || wantedInFull === id);
  } catch (error) {
    if (!(error instanceof StudyError)) tell({ type: 'failed', id, message: (error as Error).message });
    else tell({ type: 'refused', id, problems: error.problems });
  }
}

/** Few studies have a tolerance: what chooses for it is loaded for those. */
const settledOf = async (study: Study): Promise<Settled> =>
  study.tolerance === undefined
    ? { study, errorBudget: null }
    : (await import('#dist/study/tolerance.js')).settle(study);

type Call = Extract<ToEngine, { call: number }>;

async function answer(asked: Call): Promise<void> {
  const { call } = asked;
  try {
    tell({ type: 'answer', call, value: await answerTo(asked) });
  } catch (error) {
    tell({ type: 'sorry', call, message: (error as Error).message });
  }
}

async function answerTo(asked: Call): Promise<unknown> {
  const files = await import('./files.js');
  if (asked.type === 'files') return files.csvFiles(asked.result);
  return asked.type === 'read' ? files.readStudyFile(asked.text, asked.name) : files.writeStudyFile(asked.raw);
}
