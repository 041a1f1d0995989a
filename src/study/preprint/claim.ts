/** How a claim is put together. */
import type { Claim, Criterion } from '../../result/preprint.js';
import type { Lab } from './lab.js';
import { verdictOf } from './verdict.js';

/** Examines one claim of the preprint. */
export type Examine = (lab: Lab) => Promise<Claim>;

export const claimOf = (claim: Omit<Claim, 'verdict'> & { readonly criteria: readonly Criterion[] }): Claim => ({
  ...claim,
  verdict: verdictOf(claim.criteria, claim.measured),
});

/** A number in running text: four digits. */
export const show = (x: number): string => {
  const text = String(Number(x.toPrecision(4)));
  return text
    .replace('-', '−')
    .replace(/e\+?(−?)(-?)(\d+)/, (_, a: string, b: string, n: string) => `·10^${a || b ? '−' : ''}${n}`);
};

export const signed = (x: number): string => (x > 0 ? `+${show(x)}` : show(x));

/** Names with their numbers: `0.1: 0.2322, 0.4: 0.4994`. */
export const list = (entries: readonly (readonly [number, number])[]): string =>
  entries.map(([at, value]) => `${show(at)}: ${show(value)}`).join(', ');
