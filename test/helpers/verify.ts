// Two sizes of one suite: small in `npm test`, full in `npm run verify`, which also keeps what was measured.
import { appendFileSync } from 'node:fs';

/** Where the rows of docs/verification.md are collected; unset in `npm test`. */
const OUT = process.env['FIRSTPASSAGE_VERIFY'];

export const full = OUT !== undefined;

/** The small size in `npm test`, the full one in `npm run verify`. */
export const sized = <T>(small: T, fullSize: T): T => (full ? fullSize : small);

/** One line of docs/verification.md: what was asked (1 … 8), of whom, what came out and what would have been allowed. */
export interface Row {
  readonly item: number;
  readonly who: string;
  readonly what: string;
  readonly measured: string;
  readonly allowed: string;
}

export function record(row: Row): void {
  if (OUT !== undefined) appendFileSync(OUT, `${JSON.stringify(row)}\n`);
}
