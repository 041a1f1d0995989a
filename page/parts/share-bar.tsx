/** What belongs to the study as a whole: link, files, colours. */
import { useSignal } from '@preact/signals';
import { draft, isRecord, OPENING, type Raw, withoutGrid } from '../state/draft.js';
import { readStudyFile, writeStudyFile } from '../state/engine.js';
import { address, tab } from '../state/link.js';
import { saveText } from '../state/save.js';
import { type Theme, theme } from '../state/theme.js';

const THEMES: Readonly<Record<Theme, { readonly next: Theme; readonly sign: string; readonly name: string }>> = {
  auto: { next: 'light', sign: '◐', name: 'as the system has it' },
  light: { next: 'dark', sign: '○', name: 'light' },
  dark: { next: 'auto', sign: '●', name: 'dark' },
};

export function ShareBar() {
  const said = useSignal('');
  const say = (text: string) => {
    said.value = text;
    setTimeout(() => {
      if (said.value === text) said.value = '';
    }, 6000);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address());
      say('Link copied');
    } catch {
      say('The link is the address of this page');
    }
  };
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    try {
      await openStudyFile(file);
      say(`Opened ${file.name}`);
    } catch (error) {
      say((error as Error).message);
    }
  };
  const { next, sign, name } = THEMES[theme.value];
  return (
    <div class="share">
      <span class="said" role="status">
        {said}
      </span>
      <button type="button" onClick={copy} aria-label="Copy the link of this study" title="Copy the link of this study">
        Link
      </button>
      <label class="button" title="Open a study file, or a result; dropping it on the page does the same">
        Open
        <input
          type="file"
          aria-label="Open a study file"
          accept=".yaml,.yml,.json"
          class="hidden-input"
          onChange={(event) => {
            void open(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </label>
      <button
        type="button"
        aria-label="Save the study as a file"
        title="Save the study as a file that the command line takes"
        onClick={async () => saveText('study.yaml', await writeStudyFile(await studyShown()), 'text/yaml')}
      >
        Save
      </button>
      <button
        type="button"
        aria-label="Reset to the demonstration"
        title="Reset to the demonstration"
        onClick={() => {
          draft.value = OPENING;
        }}
      >
        Reset
      </button>
      <button
        type="button"
        class="icon"
        aria-label={`Colours: ${name}; change to ${THEMES[next].name}`}
        title={`Colours: ${name}`}
        onClick={() => {
          theme.value = next;
        }}
      >
        {sign}
      </button>
    </div>
  );
}

/** The study of the open view: one point, or the sweep over a grid. */
const studyShown = async (): Promise<Raw> =>
  tab.value === 'sweep' ? (await import('../state/sweep.js')).sweepRaw.value : withoutGrid(draft.value);

/** @throws Error with what is wrong with the file. */
export async function openStudyFile(file: File): Promise<void> {
  const raw = await readStudyFile(await file.text(), file.name);
  if (!isRecord(raw)) throw new Error(`${file.name}: expected a study`);
  draft.value = raw;
}
