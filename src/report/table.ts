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
