/** Standard output and error: what is printed where, and in which characters. */

import { toAscii } from '../report/ascii.js';
import type { Canvas } from '../report/bars.js';

const WIDTH = 80; // where the terminal does not say

export const canvas: Canvas = {
  width: process.stdout.columns ?? (Number(process.env['COLUMNS']) || WIDTH),
  unicode: hasUnicode(),
};

/** Whether the locale writes UTF-8. Windows Terminal does and sets no locale. */
function hasUnicode(): boolean {
  const { LC_ALL, LC_CTYPE, LANG, WT_SESSION } = process.env;
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  return process.platform === 'win32' ? WT_SESSION !== undefined : /utf-?8/i.test(locale);
}

const inLocale = (text: string): string => (canvas.unicode ? text : toAscii(text));

/** Text for people on stdout, with a line break at its end. Resolves when it is written. */
export const print = (text: string): Promise<void> => printExact(`${inLocale(text)}\n`);

/** A value as JSON on stdout: UTF-8 in any locale. */
export const printJson = (value: unknown): Promise<void> => printExact(`${JSON.stringify(value, null, 2)}\n`);

/** The text as it is. Where it cannot be written, `endQuietlyOnClosedPipe` ends the process. */
export function printExact(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, (error) => error || resolve()));
}

/** A message on stderr. */
export function note(text: string): void {
  process.stderr.write(`${inLocale(text)}\n`);
}

/**
 * Reader gone (`| head`): end without a word. Anything else on stdout ends with 1 and says why; where stderr takes no
 * messages, the work goes on without them.
 */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(0);
    const remedy = code === 'ENOSPC' ? 'free some space, or send it elsewhere' : 'send it elsewhere';
    note(`standard output could not be written: ${message}: ${remedy}`);
    process.exit(1);
  });
  process.stderr.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(0);
  });
}
