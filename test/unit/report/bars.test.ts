import { describe, expect, it } from 'vitest';
import { drawHistogram } from '#dist/report/bars.js';

const wide = { width: 80, unicode: true };
const histogramOf = (counts: number[], to = counts.length) => ({
  edges: Array.from({ length: counts.length + 1 }, (_, i) => (i * to) / counts.length),
  counts,
});

describe('drawHistogram', () => {
  it('draws one column a count, the tallest to the top', () => {
    const counts = [0, 8, 16, 32, 1];
    expect(drawHistogram(histogramOf(counts), { width: 13, unicode: true })).toEqual([
      '          ██',
      '          ██',
      '        ████',
      '      ██████▁▁',
      '    0        5',
    ]);
  });

  it('falls back to ASCII', () => {
    expect(drawHistogram(histogramOf([0, 8, 16, 32, 1]), { width: 13, unicode: false })).toEqual([
      '          ##',
      '          ##',
      '        ####',
      '      ######..',
      '    0        5',
    ]);
  });

  it('leaves out a tail below a thousandth, and says how far it goes', () => {
    const lines = drawHistogram(histogramOf([1000, 1000, 1, 0, 0], 10), wide);
    expect(lines.at(-1)).toMatch(/^ {4}0 +4 \(of 10\)$/);
  });

  it('keeps a tail of a thousandth and more', () => {
    expect(drawHistogram(histogramOf([1000, 1000, 3, 0, 0], 10), wide).at(-1)).toMatch(/^ {4}0 +6 \(of 10\)$/);
  });

  it.each([20, 40, 80, 200])('fits a terminal of %i columns', (width) => {
    for (const bins of [1, 10, 99, 1000]) {
      const lines = drawHistogram(histogramOf(new Array(bins).fill(1)), { width, unicode: true });
      expect(lines).toHaveLength(5);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('averages bins into columns', () => {
    // 40 bins of 1 then 40 bins of 3, in 40 columns: heights 1/3 and 1 of 4 rows.
    const counts = [...new Array(40).fill(1), ...new Array(40).fill(3)];
    const lines = drawHistogram(histogramOf(counts), { width: 60, unicode: true });
    expect(lines[0]).toBe(`    ${' '.repeat(20)}${'█'.repeat(20)}`);
    expect(lines[2]).toBe(`    ${'▃'.repeat(20)}${'█'.repeat(20)}`);
  });

  it('draws nothing of nothing', () => {
    expect(drawHistogram(histogramOf([0, 0]), wide)).toEqual([]);
  });
});
