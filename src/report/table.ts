/** Columns of text. */

export type Align = 'left' | 'right';

/** Rows of cells as lines; every column as wide as its widest cell, two spaces between. */
export function formatTable(rows: readonly (readonly string[])[], align: readonly Align[]): string[] {
  const widths = align.map((_, column) => Math.max(0, ...rows.map((row) => lengthOf(row[column] ?? ''))));
  return rows.map((row) =>
    align
      .map((side, column) => {
        const cell = row[column] ?? '';
        const pad = ' '.repeat(widths[column]! - lengthOf(cell));
        return side === 'left' ? cell + pad : pad + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Characters, not UTF-16 units. */
const lengthOf = (text: string): number => [...text].length;

/** Prose as lines of at most `width` characters, each after `indent` spaces; a longer word stays whole. */
export function wrap(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && lengthOf(longer) > width - indent) lines.push(word);
    else lines[Math.max(0, lines.length - 1)] = longer;
  }
  return lines.map((line) => ' '.repeat(indent) + line);
}
