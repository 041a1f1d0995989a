/** The slowest time as the noise, or what opens a gap beside it, is halved again and again: by quadrature. */
import type { Growth } from '../result/critical.js';
import type { Control, Study } from '../spec/study.js';
import { type Candidate, limitOf, type Maximum, maximumOf, slowestAt } from './critical-candidate.js';
import { growthOf, halvings } from './critical-exact.js';
import type { Level } from './critical-path.js';

export interface Ladder {
  readonly name: string;
  readonly levels: readonly Level[];
}

const HALVINGS = 5; // of the noise: to 1/32, or as far as quadrature follows
const SCANNED = 13; // places of the path that are looked at for a maximum

/** A parameter is quartered where the noise is halved: what is left of it is then the smaller disturbance. */
export function laddersOf({ control, params }: Study): Ladder[] {
  const vanishing = control?.vanishing.filter((name) => params[name] !== 0) ?? [];
  const levels = (level: (k: number) => Level) => Array.from({ length: HALVINGS + 1 }, (_, k) => level(k));
  const noise = { name: 'noise → 0', levels: levels((k) => ({ noise: 2 ** -k, vanishing: 1 })) };
  if (vanishing.length === 0) return [noise];
  const names = vanishing.join(', ');
  return [
    noise,
    { name: `${names} → 0`, levels: levels((k) => ({ noise: 1, vanishing: 4 ** -k })) },
    { name: `noise, ${names} → 0`, levels: levels((k) => ({ noise: 2 ** -k, vanishing: 4 ** -k })) },
  ];
}

export interface Rung {
  readonly level: Level;
  readonly at: number;
  readonly time: number;
}

/** One place followed down a ladder, as far as quadrature goes. */
export interface Descent {
  readonly where: 'at the candidate' | 'at the maximum';
  readonly rungs: readonly Rung[];
  readonly growth: Growth;
  /** p of time ∝ noise^−p over the last halving. */
  readonly exponent: number | null;
  readonly goesTo: { readonly value: number; readonly error: number } | null;
}

/** Where the path is slowest, at each level; ends where the maximum leaves the path or the theory gives up. */
export function descentOfMaximum(
  study: Study,
  control: Control,
  values: readonly number[],
  ladder: Ladder,
): Descent | null {
  const stride = Math.max(1, Math.floor((values.length - 1) / (SCANNED - 1)));
  const scanned = values.filter((_, i) => i % stride === 0 || i === values.length - 1);
  const rungs: Rung[] = [];
  for (const level of ladder.levels) {
    const timeAt = slowestAt(study, control, level);
    const near = rungs.at(-1)?.at;
    // A maximum sharpens: between the places scanned it is sought around where it was.
    const places = near === undefined ? scanned : [...new Set([...scanned, ...around(near, control, rungs.length)])];
    const sorted = places.sort((a, b) => a - b);
    const found: Maximum | null = maximumOf(sorted.map(timeAt), sorted, timeAt);
    if (found === null) break;
    rungs.push({ level, ...found });
  }
  return rungs.length < 3
    ? null
    : { where: 'at the maximum', ...judge(rungs), goesTo: limitOf(rungs.map(({ at }) => at)) };
}

const around = (at: number, { from, to }: Control, halved: number): number[] =>
  [-2, -1, 0, 1, 2].map((k) => at + (k * (to - from)) / 2 ** (3 + halved)).filter((x) => x > from && x < to);

export function descentOfCandidate(
  study: Study,
  control: Control,
  { value: at, error }: Candidate,
  ladder: Ladder,
): Descent | null {
  const rungs: Rung[] = [];
  for (const level of ladder.levels) {
    const time = slowestAt(study, control, level)(at);
    if (time === null) break;
    rungs.push({ level, at, time });
  }
  return rungs.length < 3 ? null : { where: 'at the candidate', ...judge(rungs), goesTo: { value: at, error } };
}

function judge(rungs: readonly Rung[]): Pick<Descent, 'rungs' | 'growth' | 'exponent'> {
  const exponents = halvings(rungs.map(({ time }) => time));
  return { rungs, growth: growthOf(exponents), exponent: exponents.at(-1) ?? null };
}
