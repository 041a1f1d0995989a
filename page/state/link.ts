/** The address of the page says everything that it shows: changes go there, and whoever opens the address gets them. */
import { effect, signal } from '@preact/signals';
import { linkText, readLink } from '#dist/study/link.js';
import { draft, OPENING, type Raw } from './draft.js';

export const TABS = ['explore', 'sweep', 'benchmark'] as const;
export type Tab = (typeof TABS)[number];

export const tab = signal<Tab>('explore');
/** What the page shows besides, by tab: names and values of its own. */
export const view = signal<Readonly<Record<string, string>>>({});
/** Why the address was not understood. */
export const linkProblem = signal<string | null>(null);

const QUIET_MS = 250; // browsers allow about a hundred changes of the address in half a minute

let written = '';

function textOfState(): string {
  const shown = { ...(tab.value === 'explore' ? {} : { tab: tab.value }), ...view.value };
  return `#${linkText({ study: draft.value, view: shown })}`;
}

/** Another view, where the one with the focus goes away. */
export function openTab(name: Tab): void {
  tab.value = name;
  scrollTo(0, 0);
  requestAnimationFrame(() => document.getElementById('main')?.focus());
}

/** The address of the page as it is now. */
export const address = (): string => new URL(textOfState(), location.href).href;

function read(): void {
  if (location.hash === written) return;
  written = location.hash;
  try {
    const { study, view: shown } = readLink(location.hash);
    const { tab: wanted, ...others } = shown;
    linkProblem.value = null;
    draft.value = Object.keys(study).length > 0 ? (study as Raw) : OPENING;
    tab.value = TABS.find((name) => name === wanted) ?? 'explore';
    view.value = others;
  } catch (error) {
    linkProblem.value = (error as Error).message;
  }
}

/** Before anything else looks at the state. */
export function startLink(): void {
  read();
  addEventListener('hashchange', read);
  let timer = 0;
  let opened = false;
  effect(() => {
    const text = textOfState();
    if (!opened) {
      opened = true; // an address stays as it was given until something changes
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (text === written) return;
      written = text;
      history.replaceState(null, '', text);
    }, QUIET_MS) as unknown as number;
  });
}
