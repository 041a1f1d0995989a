/** The pictures of a benchmark as one file: a page, or an SVG with one below the other. */
import { escapeMarkup } from '../report/page/escape.js';
import { htmlPage } from '../report/page/html.js';
import { type Figure, standaloneSvg } from '../report/plot/figure.js';
import { WIDTH } from '../report/plot/frame.js';
import { colour } from '../report/plot/palette.js';
import type { Bench } from './bench.js';
import { machineText } from './table.js';

export const CHART_FORMATS = ['svg', 'html'] as const;
export type ChartFormat = (typeof CHART_FORMATS)[number];

export const chartFile = (format: ChartFormat, figures: readonly Figure[], bench: Bench): string =>
  format === 'svg' ? standaloneSvg({ svg: stacked(figures) }) : chartPage(figures, bench);

function chartPage(figures: readonly Figure[], { machine, skipped }: Bench): string {
  return htmlPage({
    title: 'Benchmark',
    kicker: 'firstpassage bench',
    lede: `On ${machineText(machine)}. A path-step is one step of one live path.`,
    sections: figures.map((figure) => ({
      id: `section-${figure.name}`,
      heading: figure.title.split(':')[0]!,
      blocks: [{ kind: 'figures', figures: [figure] }],
    })),
    ...(skipped.length > 0 ? { footer: `Not measured: ${skipped.join('; ')}.` } : {}),
  });
}

const TITLE = 38; // units of height above each picture: its title, and what follows the colon below it

function stacked(figures: readonly Figure[]): string {
  let y = 0;
  const parts = figures.map(({ title, svg }) => {
    const [head, ...rest] = title.split(': ');
    const height = Number(/viewBox="0 0 [\d.]+ ([\d.]+)"/.exec(svg)![1]);
    const top = y;
    y += TITLE + height;
    return (
      `<text x="8" y="${top + 16}" font-size="13" font-weight="600" fill="${colour('ink')}">${escapeMarkup(head!)}</text>` +
      `<text x="8" y="${top + 31}" font-size="8.5" fill="${colour('muted')}">${escapeMarkup(rest.join(': '))}</text>` +
      svg.replace('<svg', `<svg x="0" y="${top + TITLE}" width="${WIDTH}" height="${height}"`)
    );
  });
  return `<svg viewBox="0 0 ${WIDTH} ${y}" style="font-family:inherit;color:currentColor">${parts.join('')}</svg>`;
}
