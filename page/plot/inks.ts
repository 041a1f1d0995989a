/** The colours of the plots as the style sheet has them. */
import { themed } from '../state/theme.js';
import type { Ink } from './spec.js';

const VARIABLE = {
  simulated: '--simulated',
  exact: '--exact',
  mark: '--mark',
  second: '--second',
  faint: '--faint',
  text: '--ink-2',
  rule: '--rule',
  paper: '--paper',
} as const satisfies Readonly<Record<Ink | 'text' | 'rule' | 'paper', string>>;

/** Asked for with every line that is drawn, and the same until the colours of the page change. */
let known: { readonly of: number; readonly inks: Map<string, string> } = { of: -1, inks: new Map() };

export function inkOf(ink: keyof typeof VARIABLE): string {
  if (known.of !== themed.peek()) known = { of: themed.peek(), inks: new Map() };
  let colour = known.inks.get(ink);
  if (colour === undefined) {
    colour = getComputedStyle(document.documentElement).getPropertyValue(VARIABLE[ink]).trim();
    known.inks.set(ink, colour);
  }
  return colour;
}
