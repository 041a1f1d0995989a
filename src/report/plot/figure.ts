/** A picture with everything that a page, a file or a reader without eyes for it needs. */
import { escapeMarkup } from '../page/escape.js';
import { type Theme, withColours } from './palette.js';

export interface Figure {
  /** Of its file and its place in a page: small letters, digits and dashes; once in a page. */
  readonly name: string;
  readonly title: string;
  /** What is seen, for everyone. */
  readonly caption: string;
  /** An <svg> element of inline HTML, its colours CSS variables (palette.ts). */
  readonly svg: string;
  /** The numbers behind it. */
  readonly table?: FigureTable | undefined;
}

export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Where not all of the numbers stand here. */
  readonly note?: string | undefined;
}

/** Of files, which have no page around them; the first is the one that PNG files are written in. */
const FILE_FONT = "'Source Sans 3', system-ui, sans-serif";

/** The picture as an SVG file: namespace, size, background and colours its own. */
export function standaloneSvg({ svg }: Pick<Figure, 'svg'>, theme: Theme = 'light'): string {
  const open = /^<svg\b[^>]*>/.exec(svg);
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(open?.[0] ?? '') ?? [];
  if (open === null || width === undefined) throw new RangeError('expected an <svg> with a viewBox from 0 0');
  const sized = open[0].replace(/\s(?:width|height|xmlns)="[^"]*"/g, '');
  const head = sized
    .replace('<svg', `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"`)
    .replace('font-family:inherit', `font-family:${FILE_FONT}`)
    .replace('color:currentColor', 'color:var(--fp-ink)');
  const paper = `<rect width="${width}" height="${height}" fill="var(--fp-paper)"/>`;
  return `${withColours(head + paper + svg.slice(open[0].length), theme)}\n`;
}

/** Title and description inside the picture, for readers that see none. */
export function describeSvg(svg: string, name: string, title: string, description: string): string {
  return svg.replace(
    /^<svg\b([^>]*)>/,
    (_, attributes: string) =>
      `<svg role="img" aria-labelledby="${name}-title ${name}-desc"${attributes}>` +
      `<title id="${name}-title">${escapeMarkup(title)}</title><desc id="${name}-desc">${escapeMarkup(description)}</desc>`,
  );
}
