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

/** The text as it is. */
export function printExact(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

/** A message on stderr. */
export function note(text: string): void {
  process.stderr.write(`${inLocale(text)}\n`);
}

/** Reader gone (`| head`): end without a word. Anything else on stdout is an error as usual. */
export function endQuietlyOnClosedPipe(): void {
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  };
  process.stdout.on('error', onError);
  process.stderr.on('error', onError);
}
