/** Where a page goes: one HTML file, a Markdown file with its pictures beside it, or a picture for each plot. */
import { stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { FirstPassageError, UsageError } from '../errors.js';
import { htmlPage } from '../report/page/html.js';
import { markdownPage } from '../report/page/markdown.js';
import { figuresOf, type Page } from '../report/page/page.js';
import { standaloneSvg } from '../report/plot/figure.js';
import type { Theme } from '../report/plot/palette.js';
import { pngRenderer } from '../report/plot/png.js';
import { mustBeNamed, prepareFile, prepareOut, writeWhole } from './output.js';
import { note, printExact } from './terminal.js';

export const FORMATS = ['html', 'md', 'svg', 'png'] as const;
export type Format = (typeof FORMATS)[number];

export interface PageOptions {
  readonly out?: string;
  readonly format?: Format;
  readonly theme?: Theme;
  readonly force?: boolean;
  readonly quiet?: boolean;
}

/** A place that can be written to, found before the work begins. */
export interface Destination {
  readonly format: Format;
  /** html and md: a file, or - for standard output; svg and png: a folder. */
  readonly path: string;
  readonly theme: Theme;
  readonly quiet: boolean;
}

const DEFAULT_PATH: Readonly<Record<Format, string>> = {
  html: 'report.html',
  md: 'report.md',
  svg: 'report-plots',
  png: 'report-plots',
};
const ENDINGS: Readonly<Record<string, Format>> = { '.html': 'html', '.htm': 'html', '.md': 'md', '.markdown': 'md' };

/** @throws UsageError where the place is taken, or format and name do not go together. */
export async function prepareDestination({
  out,
  format: asked,
  theme = 'light',
  force = false,
  quiet = false,
}: PageOptions): Promise<Destination> {
  if (out !== undefined) mustBeNamed(out);
  const byName = out === undefined ? undefined : ENDINGS[extname(out).toLowerCase()];
  const format = asked ?? byName ?? 'html';
  const destination = { format, theme, quiet };
  if (format === 'svg' || format === 'png') {
    const folder = out ?? DEFAULT_PATH[format];
    if (byName !== undefined)
      throw new UsageError(
        `--out: expected a folder for ${format} files, got ${JSON.stringify(out)}: name a folder, or leave --format out`,
      );
    if (format === 'png') await pngRenderer(); // what is missing is told before the work, not after
    await prepareOut({ out: folder, force });
    return { ...destination, path: folder };
  }
  if (out === '-') {
    if (format === 'md')
      throw new UsageError('--out: expected a file for Markdown, whose pictures lie beside it, got -: name one');
    return { ...destination, path: out };
  }
  const path = await fileFor(out ?? DEFAULT_PATH[format], format);
  checkEnding(path, asked);
  await prepareFile('--out', path, force);
  if (format === 'md') await prepareOut({ out: picturesOf(path), force });
  return { ...destination, path };
}

/** A name may leave its ending out, but not end in what the file is not. */
function checkEnding(path: string, asked: Format | undefined): void {
  const ending = extname(path).toLowerCase();
  const named = ENDINGS[ending];
  if (asked === undefined ? named !== undefined || ending === '' : named === undefined || named === asked) return;
  const [expected, remedy] =
    asked === undefined
      ? ['a name that ends in .html or .md', '--format svg or png write each plot into a folder']
      : [`a name that ends in .${asked}, as --format says`, 'change the name, or leave --format out'];
  throw new UsageError(`--out: expected ${expected}, got ${JSON.stringify(path)}: ${remedy}`);
}

/** A folder that exists takes the default name. */
async function fileFor(out: string, format: 'html' | 'md'): Promise<string> {
  const isFolder = (await stat(out).catch(() => null))?.isDirectory() ?? /[/\\]$/.test(out);
  return isFolder ? join(out, DEFAULT_PATH[format]) : out;
}

/** Of a Markdown file: the folder of its pictures. */
const picturesOf = (path: string): string => path.replace(/(\.\w+)?$/, '-plots');

/** Writes a page; returns the files, in the order in which they were written. */
export async function writePage(page: Page, { format, path, theme, quiet }: Destination): Promise<string[]> {
  if (format === 'html' && path === '-') {
    await printExact(htmlPage(page));
    return [];
  }
  const files = await filesOf(page, { format, path, theme });
  for (const [name, content] of files) await writeWhole(name, content);
  if (!quiet) {
    const [first, ...more] = files.keys();
    note(`wrote ${first ?? 'nothing'}${more.length === 0 ? '' : ` and ${more.length} more`}`);
  }
  return [...files.keys()];
}

/** File → content, the page first. */
async function filesOf(
  page: Page,
  { format, path, theme }: Omit<Destination, 'quiet'>,
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  if (format === 'html') return files.set(path, htmlPage(page));
  const folder = format === 'md' ? picturesOf(path) : path;
  if (format === 'md')
    files.set(
      path,
      markdownPage(page, ({ name }) => encodeURI(`${basename(folder)}/${name}.svg`)),
    );
  const toPng = format === 'png' ? await pngRenderer() : null;
  for (const figure of figuresOf(page)) {
    const svg = standaloneSvg(figure, theme);
    if (toPng === null) files.set(join(folder, `${figure.name}.svg`), svg);
    else files.set(join(folder, `${figure.name}.png`), toPng(svg));
  }
  if (files.size === 0)
    throw new FirstPassageError('expected plots to write, got a report without any: take --format html');
  return files;
}
