/** Light, dark, or as the system has it. */
import { effect, signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'firstpassage.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

function kept(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'auto';
  } catch {
    return 'auto'; // storage may be forbidden
  }
}

export const theme = signal<Theme>(kept());
/** Counts changes of the colours: who draws with them draws again. */
export const themed = signal(0);

export function startTheme(): void {
  effect(() => {
    const chosen = theme.value;
    document.documentElement.dataset['theme'] = chosen === 'auto' ? (dark.matches ? 'dark' : 'light') : chosen;
    try {
      if (chosen === 'auto') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, chosen);
    } catch {}
    themed.value = themed.peek() + 1;
  });
  dark.addEventListener('change', () => {
    if (theme.peek() === 'auto') document.documentElement.dataset['theme'] = dark.matches ? 'dark' : 'light';
    themed.value++;
  });
}
