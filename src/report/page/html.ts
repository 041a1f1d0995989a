/** A page as one HTML file: nothing is fetched, no script runs, and every string of the page is text, whatever it holds. */

import { VERSION } from '../../version.js';
import type { Figure, FigureTable } from '../plot/figure.js';
import { escapeMarkup } from './escape.js';
import {
  type Block,
  figuresOf,
  type Headline,
  type Inline,
  type Page,
  type Piece,
  plainText,
  type Section,
  type Table,
} from './page.js';
import { STYLE } from './style.js';

/** Styles stand in the page (and in attributes of its pictures); all else is refused, scripts first. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** @throws RangeError where two sections or figures have one name: links and descriptions would go astray. */
export function htmlPage(page: Page): string {
  const { title, kicker, lede, sections, footer } = page;
  mustDiffer([...sections.map(({ id }) => id), ...figuresOf(page).map(({ name }) => name)]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="firstpassage ${escapeMarkup(VERSION)}">
<meta name="description" content="${escapeMarkup(plainText(lede))}">
<link rel="icon" href="data:,">
<title>${escapeMarkup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
${kicker === undefined ? '' : `<p class="kicker">${escapeMarkup(kicker)}</p>\n`}<h1>${escapeMarkup(title)}</h1>
<p class="lede">${inlineHtml(lede)}</p>
${contents(sections)}</header>
<main>
${sections.map(sectionHtml).join('\n')}
</main>
${footer === undefined ? '' : `<footer><p>${inlineHtml(footer)}</p></footer>\n`}</body>
</html>
`;
}

function mustDiffer(names: readonly string[]): void {
  names.forEach((name, i) => {
    if (!/^[a-z][a-z0-9-]*$/.test(name))
      throw new RangeError(`expected small letters, digits and dashes, got the name ${JSON.stringify(name)}`);
    if (names.indexOf(name) !== i)
      throw new RangeError(`expected each name once in a page, got ${JSON.stringify(name)} twice`);
  });
}

/** With fewer sections the page is its own table of contents. */
const WORTH_CONTENTS = 4;

function contents(sections: readonly Section[]): string {
  if (sections.length < WORTH_CONTENTS) return '';
  const links = sections.map(({ id, heading }) => `<li><a href="#${id}">${escapeMarkup(heading)}</a></li>`).join('');
  return `<nav aria-label="Contents"><ul>${links}</ul></nav>\n`;
}

const sectionHtml = ({ id, heading, blocks }: Section): string =>
  `<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${escapeMarkup(heading)}</h2>
${blocks.map(blockHtml).join('\n')}
</section>`;

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p>${inlineHtml(block.text)}</p>`;
    case 'heading':
      return `<h3>${escapeMarkup(block.text)}</h3>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join('')}</ul>`;
    case 'headlines':
      return `<dl class="headlines">${block.items.map(headlineHtml).join('')}</dl>`;
    case 'notice':
      return `<p class="notice ${block.tone}">${inlineHtml(block.text)}</p>`;
    case 'table':
      return tableHtml(block);
    case 'figures':
      return `<div class="figures">\n${block.figures.map(figureHtml).join('\n')}\n</div>`;
    case 'code': {
      const title = block.title === undefined ? '' : `<p class="code-title">${escapeMarkup(block.title)}</p>`;
      return `${title}<pre tabindex="0"><code>${escapeMarkup(block.code)}</code></pre>`;
    }
  }
}

const headlineHtml = ({ label, value, note, ok }: Headline): string =>
  `<div><dt>${escapeMarkup(label)}</dt><dd class="value">${valueHtml(value)}</dd><dd class="note">${ok === undefined ? '' : `${verdictHtml(ok)} `}${inlineHtml(note)}</dd></div>`;

/** The error in smaller type than the value. */
const valueHtml = (value: string): string => proseHtml(value).replace(/ ± (\S+)/, ' <span class="error">± $1</span>');

const verdictHtml = (ok: boolean): string => pieceHtml(ok ? { good: 'agrees' } : { bad: 'differs' });

/** A picture with its caption, and its numbers on demand. */
export function figureHtml({ name, title, svg, caption, table }: Figure): string {
  return `<figure id="${name}">
<p class="figure-title">${escapeMarkup(title)}</p>
${svg}
<figcaption>${proseHtml(caption)}</figcaption>
${table === undefined ? '' : numbersHtml(title, table)}</figure>`;
}

const numbersHtml = (title: string, { columns, rows, note }: FigureTable): string =>
  folded(
    'Numbers',
    tableHtml({
      kind: 'table',
      caption: note === undefined ? title : `${title} (${note})`,
      columns: columns.map((label, i) => ({ label, align: i === 0 ? 'left' : 'right' })),
      rows: rows.map((row) => row.map((cell) => (cell === null ? '–' : String(cell)))),
    }),
  );

const folded = (summary: string, body: string): string =>
  `<details><summary>${escapeMarkup(summary)}</summary>${body}</details>`;

function tableHtml({ caption, columns, rows, folded: fold = false }: Table): string {
  const side = (i: number) => (columns[i]?.align === 'right' ? ' class="number"' : '');
  const head = columns.map(({ label }, i) => `<th scope="col"${side(i)}>${escapeMarkup(label)}</th>`).join('');
  const body = rows
    .map((row) => {
      const cells = row.map((cell, i) =>
        i === 0 ? `<th scope="row"${side(i)}>${inlineHtml(cell)}</th>` : `<td${side(i)}>${inlineHtml(cell)}</td>`,
      );
      return `<tr>${cells.join('')}</tr>`;
    })
    .join('\n');
  const name = escapeMarkup(caption);
  // It can be wider than a phone: then it scrolls, by keyboard too.
  const table = `<div class="scroll" role="group" aria-label="${name}" tabindex="0"><table>
<caption>${name}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`;
  return fold ? folded(caption, table) : table;
}

export const inlineHtml = (inline: Inline): string =>
  typeof inline === 'string' ? proseHtml(inline) : inline.map(pieceHtml).join('');

/** Text with true minus signs before numbers; code keeps what was typed. */
const proseHtml = (text: string): string => escapeMarkup(text.replace(/(^|[\s([])-(?=[\d.])/g, '$1−'));

function pieceHtml(piece: Piece): string {
  if (typeof piece === 'string') return proseHtml(piece);
  if ('strong' in piece) return `<strong>${proseHtml(piece.strong)}</strong>`;
  if ('code' in piece) return `<code>${escapeMarkup(piece.code)}</code>`;
  if ('good' in piece) return `<span class="good">✓ ${escapeMarkup(piece.good)}</span>`;
  return `<span class="bad">✗ ${escapeMarkup(piece.bad)}</span>`;
}
