/** A page as Markdown (GitHub's): pictures are files that lie where `pictureFile` says. */
import type { Figure } from '../plot/figure.js';
import type { Block, Headline, Inline, Page, Piece, Table } from './page.js';

/** @param pictureFile the file of a figure, as the Markdown file refers to it. */
export function markdownPage({ title, lede, sections, footer }: Page, pictureFile: (figure: Figure) => string): string {
  const blocks = sections.flatMap(({ heading, blocks: of }) => [
    `## ${escapeText(heading)}`,
    ...of.map((block) => blockMarkdown(block, pictureFile)),
  ]);
  const all = [
    `# ${escapeText(title)}`,
    inlineMarkdown(lede),
    ...blocks,
    ...(footer === undefined ? [] : ['---', inlineMarkdown(footer)]),
  ];
  return `${all.join('\n\n')}\n`;
}

function blockMarkdown(block: Block, pictureFile: (figure: Figure) => string): string {
  switch (block.kind) {
    case 'text':
      return inlineMarkdown(block.text);
    case 'heading':
      return `### ${escapeText(block.text)}`;
    case 'list':
      return block.items.map((item) => `- ${inlineMarkdown(item)}`).join('\n');
    case 'headlines':
      return block.items.map(headlineMarkdown).join('\n');
    case 'notice':
      return `> ${inlineMarkdown(block.text)}`;
    case 'table':
      return tableMarkdown(block);
    case 'figures':
      return block.figures
        .map(
          (figure) =>
            `![${escapeText(figure.title)}](${pictureFile(figure)})\n\n*${escapeText(figure.title)}.* ${escapeText(figure.caption)}`,
        )
        .join('\n\n');
    case 'code': {
      const fence = '`'.repeat(Math.max(3, 1 + longestRun(block.code)));
      return `${block.title === undefined ? '' : `${escapeText(block.title)}\n\n`}${fence}\n${block.code}\n${fence}`;
    }
  }
}

const headlineMarkdown = ({ label, value, note, ok }: Headline): string =>
  `- ${escapeText(label)}: **${escapeText(value)}** ${ok === undefined ? '' : `${verdict(ok)} `}${inlineMarkdown(note)}`.trimEnd();

const verdict = (ok: boolean): string => pieceMarkdown(ok ? { good: 'agrees' } : { bad: 'differs' });

function tableMarkdown({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `*${escapeText(caption)}*`,
    '',
    line(columns.map(({ label }) => escapeText(label))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => inlineMarkdown(cell)))),
  ].join('\n');
}

const inlineMarkdown = (inline: Inline): string =>
  typeof inline === 'string' ? escapeText(inline) : inline.map(pieceMarkdown).join('');

function pieceMarkdown(piece: Piece): string {
  if (typeof piece === 'string') return escapeText(piece);
  if ('strong' in piece) return escapeText(piece.strong).replace(/^( ?)(.*?)( ?)$/, '$1**$2**$3'); // no bold begins or ends with a space
  if ('code' in piece) return codeMarkdown(piece.code);
  return 'good' in piece ? `✓ ${escapeText(piece.good)}` : `**✗ ${escapeText(piece.bad)}**`;
}

/** Between more backticks than it has itself; a bar would end the cell of a table. */
function codeMarkdown(code: string): string {
  const ticks = '`'.repeat(1 + longestRun(code));
  const pad = code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${code.replace(/\s+/g, ' ').replace(/\|/g, '\\|')}${pad}${ticks}`;
}

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));

/** Characters that mean something in Markdown or HTML stand for themselves; a line stays a line. */
const escapeText = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/^([-+]|\d+[.)])(?=\s|$)/, '\\$1'); // no list of its own
