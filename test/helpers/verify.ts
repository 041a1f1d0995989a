// Two sizes of one suite: small in `npm test`, full in `npm run verify`, which also keeps what was measured.
// Also loaded in the page, where there are no files and the size is always small.

/** Where the rows of docs/verification.md are collected; unset in `npm test` and in the page. */
const OUT = typeof process === 'undefined' ? undefined : process.env?.['FIRSTPASSAGE_VERIFY'];
const files = OUT === undefined ? null : await import('node:fs');

export const full = OUT !== undefined;

/** The small size in `npm test`, the full one in `npm run verify`. */
export const sized = <T>(small: T, fullSize: T): T => (full ? fullSize : small);

/** One line of docs/verification.md: the section (scripts/verify.mjs), of whom, what came out and what would have been allowed. */
export interface Row {
  readonly item: number;
  readonly who: string;
  readonly what: string;
  readonly measured: string;
  readonly allowed: string;
}

export function record(row: Row): void {
  if (OUT !== undefined) files?.appendFileSync(OUT, `${JSON.stringify(row)}\n`);
}
