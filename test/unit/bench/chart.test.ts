/** The chart: a bar for each row, the fastest first, in one SVG or a page. */
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import type { Bench } from '#dist/bench/bench.js';
import { rateFigures } from '#dist/bench/chart.js';
import { chartFile } from '#dist/bench/chart-file.js';
import { nodePen } from '#dist/report/plot/node-pen.js';
import { machine, row } from './rows.js';

const bench: Bench = {
  schema: 'firstpassage/bench@1',
  machine,
  rows: [
    row({ scenario: 'one: of two', id: 'one' }, [4, 5, 10]),
    row({ scenario: 'one: of two', id: 'one', who: 'a peer', environment: 'native', version: null }, [1, 2, 3]),
    row({ scenario: 'one: of two', id: 'one', who: 'spin', estimate: null }, [0.1]),
    row({ scenario: 'two', id: 'two' }, [1]),
    row({ scenario: 'spin alone', who: 'spin', estimate: null }, [0.1]),
  ],
  skipped: ['<webgpu>: no adapter'],
};

const figures = async () => rateFigures(await nodePen(), bench);

test('a figure for each scenario, with the numbers behind it; a yardstick is no bar', async () => {
  const found = await figures();
  expect(found.map(({ name }) => name)).toEqual(['rates-one', 'rates-two']);
  expect(found[0]!.table!.rows).toEqual([
    ['a peer, 1 thread', 1.5, 1, 3],
    ['wasm, Node 20.0.0, 1 thread', 0.6, 0.3, 0.75],
  ]);
});

test('bars are as long as rates', async () => {
  const { document } = parseHTML((await figures())[0]!.svg);
  const widths = [...document.querySelectorAll('g rect')].map((bar) => Number(bar.getAttribute('width')));
  expect(widths).toHaveLength(2);
  expect(widths[0]! / widths[1]!).toBeCloseTo(1.5 / 0.6, 1); // widths are in hundredths of a unit
});

test('as SVG: one picture below the other, in colours of their own', async () => {
  const text = chartFile('svg', await figures(), bench);
  expect(text).toMatch(/^<svg [^>]*xmlns=/);
  expect(text).not.toContain('var(--fp');
  const { document } = parseHTML(text);
  expect(document.querySelectorAll('svg svg')).toHaveLength(2);
  const [first, second] = [...document.querySelectorAll('svg svg')].map((svg) => Number(svg.getAttribute('y')));
  expect(second).toBeGreaterThan(first!);
  expect(text).toContain('>one</text>');
});

test('as HTML: a page with both, and what was not measured, as text', async () => {
  const text = chartFile('html', await figures(), bench);
  expect(text).toContain('>one</h2>');
  expect(text).toContain('>two</h2>');
  expect(text).toContain('a processor, 2 cores');
  expect(text).toContain('&lt;webgpu&gt;: no adapter');
});
