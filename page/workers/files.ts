/** Files, in and out; loaded when the first one is dropped or saved. */
import { stringify } from 'yaml';
import { loadStudyText } from '#dist/study/load.js';

export { csvFiles } from '#dist/report/csv.js';

/** The study in a file, as written: a study file (YAML or JSON), or a result, which holds the study that made it. */
export function readStudyFile(text: string, name: string): unknown {
  const raw = loadStudyText(text, name);
  if (typeof raw !== 'object' || raw === null) throw new Error(`${name}: expected a study, got ${JSON.stringify(raw)}`);
  const { schema, spec } = raw as { schema?: unknown; spec?: unknown };
  return typeof schema === 'string' && schema.startsWith('firstpassage/') && spec ? spec : raw;
}

/** As YAML that the command line takes unchanged. */
export const writeStudyFile = (raw: object): string =>
  `# firstpassage ${'grid' in raw ? 'sweep' : 'run'} study.yaml\n${stringify(raw, { lineWidth: 110, flowCollectionPadding: true })}`;
