/** The colours of the plots as the style sheet has them. */
import type { Ink } from './spec.js';

const VARIABLE: Readonly<Record<Ink | 'text' | 'rule' | 'paper', string>> = {
  simulated: '--simulated',
  exact: '--exact',
  mark: '--mark',
  second: '--second',
  faint: '--faint',
  text: '--ink-2',
  rule: '--rule',
  paper: '--paper',
};

export function inkOf(ink: keyof typeof VARIABLE, scheme?: 'light' | 'dark'): string {
  // A saved picture may be of the other scheme: the variables hang on the attribute of an element.
  if (scheme === undefined) return getComputedStyle(document.documentElement).getPropertyValue(VARIABLE[ink]).trim();
  const probe = document.createElement('i');
  probe.dataset['theme'] = scheme;
  document.body.append(probe);
  const colour = getComputedStyle(probe).getPropertyValue(VARIABLE[ink]).trim();
  probe.remove();
  return colour;
}
