import { beforeAll, describe, expect, it } from 'vitest';
import { standaloneSvg } from '#dist/report/plot/figure.js';
import { drawHeatMap } from '#dist/report/plot/heat-map.js';
import { densityOf, wholeSteps } from '#dist/report/plot/histogram.js';
import { drawDrift, drawPotential } from '#dist/report/plot/landscape.js';
import { nodePen } from '#dist/report/plot/node-pen.js';
import { PALETTE, type Role, type Theme } from '#dist/report/plot/palette.js';
import { drawPaths } from '#dist/report/plot/paths.js';
import type { Pen } from '#dist/report/plot/pen.js';
import { drawPositions } from '#dist/report/plot/positions.js';
import { drawSeries } from '#dist/report/plot/series.js';
import { plainTick, tickText } from '#dist/report/plot/ticks.js';
import { drawSurvival, drawSurvivalError, drawTimes } from '#dist/report/plot/times.js';

let pen: Pen;
beforeAll(async () => {
  pen = await nodePen();
});

const EVIL = `</svg><script>alert("x & 'y'")</script>`;

/** Paths with this paint, as lists of numbers. */
const pathsOf = (svg: string, paint: string): number[][] =>
  [...svg.matchAll(/<(?:g|path)\b[^>]*>/g)]
    .map(([tag]) => tag)
    .flatMap((tag, i, tags) => {
      const d = / d="([^"]*)"/.exec(tag)?.[1];
      const painted = tag.includes(paint) || (tag.startsWith('<path') && tags[i - 1]?.includes(paint));
      return d && painted ? [d.match(/-?\d+(?:\.\d+)?/g)!.map(Number)] : [];
    });

describe('drawSeries', () => {
  const x = [0, 1, 2, 3];
  const y = [1, 4, 2, 3];
  const draw = (more: object = {}) =>
    drawSeries(pen, {
      name: 'n',
      title: 'Title',
      caption: 'Caption',
      x: { label: 'time', domain: [0, 3] },
      y: { label: 'value', domain: [0, 4] },
      series: [{ label: 'line', role: 'exact', as: 'line', x, y }],
      ...more,
    });

  it('puts every point where its value is', () => {
    const { svg } = draw();
    const [line] = pathsOf(svg, 'var(--fp-exact)');
    expect(line).toHaveLength(2 * x.length);
    const across = line!.filter((_, i) => i % 2 === 0);
    const down = line!.filter((_, i) => i % 2 === 1);
    // Linear in both directions: ratios of distances are those of the values, to a hundredth of a unit.
    const scaleX = (across[3]! - across[0]!) / 3;
    const scaleY = (down[1]! - down[0]!) / (y[1]! - y[0]!);
    expect(scaleX).toBeGreaterThan(100);
    expect(scaleY).toBeLessThan(-40);
    x.forEach((value, i) => {
      expect(Math.abs(across[i]! - across[0]! - scaleX * value)).toBeLessThan(0.05);
      expect(Math.abs(down[i]! - down[0]! - scaleY * (y[i]! - y[0]!))).toBeLessThan(0.05);
    });
  });

  it('draws one outline of bars, with a step for each', () => {
    const bars = { label: 'bars', role: 'estimate', as: 'bars', x: [0, 1, 2], x2: [1, 2, 3], y: [1, 3, 2] };
    const [area, line] = pathsOf(draw({ series: [bars] }).svg, 'var(--fp-estimate)');
    expect(line).toHaveLength(2 * (2 * 3 + 2)); // two corners a bar, and the feet
    expect(area).toHaveLength(2 * 2 * (2 * 3 + 2)); // there and back
  });

  it('leaves out what a logarithmic axis cannot show', () => {
    const { svg } = draw({
      x: { label: 'x', scale: 'log' },
      y: { label: 'y', scale: 'log' },
      series: [
        {
          label: null,
          role: 'exact',
          as: 'points',
          x: [0, 1, 10, 100],
          y: [1, 0, 10, 100],
          low: [1, 0, -1, 50],
          high: [1, 1, 20, 200],
        },
      ],
    });
    expect(svg.match(/<circle/g)).toHaveLength(2); // (10, 10) and (100, 100)
    expect(svg).not.toContain('NaN');
  });

  it('is the same whatever was drawn before', () => {
    expect(draw().svg).toBe(draw().svg);
    expect(draw().svg).toContain('url(#n-clip0)');
  });

  it('names itself, escapes what it is given, and is XML', () => {
    const figure = draw({
      name: 'a-b',
      title: EVIL,
      caption: EVIL,
      x: { label: EVIL, domain: [0, 3] },
      series: [{ label: EVIL, role: 'exact', as: 'line', x, y }],
      rules: [{ x: 1, label: EVIL }],
    });
    expect(figure.svg).toMatch(/^<svg role="img" aria-labelledby="a-b-title a-b-desc"/);
    const file = standaloneSvg(figure);
    for (const svg of [figure.svg, file]) {
      expect(svg).not.toContain('<script');
      expect(svg.match(/<\/svg>/g)).toHaveLength(1);
    }
    expect(wellFormed(file)).toBe(true);
  });
});

/** Every tag closed in order, attributes quoted, no bare & or <. */
function wellFormed(xml: string): boolean {
  const open: string[] = [];
  const rest = xml.replace(
    /<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/gi,
    (_, close, name, _attributes, empty) => {
      if (close) return open.pop() === name ? '' : '<';
      if (!empty) open.push(name);
      return '';
    },
  );
  return open.length === 0 && !/[<>]|&(?!(?:amp|lt|gt|quot|#39|#160|nbsp);)/.test(rest);
}

describe('a file of its own', () => {
  it.each(['light', 'dark'] as const)('has its colours (%s), a size and a background', (theme) => {
    const figure = drawSeries(pen, {
      name: 'n',
      title: 't',
      caption: 'c',
      x: { label: 'x' },
      y: { label: 'y' },
      series: [{ label: 'l', role: 'exact', as: 'line', x: [0, 1], y: [0, 1] }],
    });
    const svg = standaloneSvg(figure, theme);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="440" height="\d+"/);
    expect(svg).not.toContain('var(');
    expect(svg).toContain(`fill="${PALETTE[theme].paper}"`);
    expect(svg).toContain(`stroke="${PALETTE[theme].exact}"`);
  });
});

describe('the palette', () => {
  /** WCAG 2: relative luminance, contrast. */
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5]
      .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const contrast = (a: string, b: string) => {
    const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q);
    return (high! + 0.05) / (low! + 0.05);
  };
  const TEXT: readonly Role[] = ['ink', 'muted', 'estimate', 'exact', 'good', 'bad'];
  const LINES: readonly Role[] = ['estimate', 'exact', 'third', 'fourth', 'fifth'];

  it.each(['light', 'dark'] as const satisfies readonly Theme[])('can be read on its paper and panels: %s', (theme) => {
    for (const paper of ['paper', 'panel'] as const) {
      for (const role of TEXT)
        expect(contrast(PALETTE[theme][role], PALETTE[theme][paper]), `${role} on ${paper}`).toBeGreaterThanOrEqual(
          4.5,
        );
      for (const role of LINES)
        expect(contrast(PALETTE[theme][role], PALETTE[theme][paper]), `${role} on ${paper}`).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('tickText', () => {
  it.each([
    [1, '1'],
    [0.001, '0.001'],
    [1000, '1000'],
    [1e-4, '10⁻⁴'],
    [1e12, '10¹²'],
    [2e-5, ''],
  ])('%s → %s', (value, text) => expect(tickText(value)).toBe(text));
});

describe('plainTick', () => {
  it.each([
    [
      [0, 0.2, 0.4],
      ['0.0', '0.2', '0.4'],
    ],
    [
      [0, 10, 20],
      ['0', '10', '20'],
    ],
    [
      [-0.05, 0, 0.05],
      ['−0.05', '0.00', '0.05'],
    ],
    [
      [0, 2e-12, 4e-12],
      ['0', '2e-12', '4e-12'],
    ],
    [
      [0, 1e6, 2e6],
      ['0', '1e6', '2e6'],
    ],
    [
      [0, 0.25, 0.5],
      ['0.00', '0.25', '0.50'],
    ],
  ])('%j → %j', (ticks, texts) => {
    expect(ticks.map((tick, i) => plainTick(tick, i, ticks))).toEqual(texts);
  });

  it('is given all ticks at once by the library', () => {
    const series = { label: null, role: 'exact', as: 'line', x: [0, 4e-12], y: [0, 1] } as const;
    const plot = { name: 'n', title: 't', caption: 'c', x: { label: 'x' }, y: { label: 'y' }, series: [series] };
    expect(drawSeries(pen, plot).svg).toContain('>4e-12</text>');
  });
});

describe('drawHeatMap', () => {
  const grid = {
    name: 'h',
    title: 't',
    caption: 'c',
    of: 'z',
    x: { label: 'a', values: [1, 2, 3] },
    y: { label: 'b', values: [0, 1] },
  };
  /** Cells of each colour, as rectangles. */
  const cells = (svg: string) =>
    [...svg.matchAll(/<path (?:fill="(rgb[^"]*|#[^"]*)" d="([^"]*)"|d="([^"]*)" fill="(rgb[^"]*|#[^"]*)")/g)].map(
      ([, fill, d, d2, fill2]) => ({ fill: fill ?? fill2!, runs: (d ?? d2!).match(/M[^M]*/g)! }),
    );

  it('paints runs of one colour, and leaves holes where nothing is known', () => {
    const { svg } = drawHeatMap(pen, {
      ...grid,
      values: [
        [1, 1, 0],
        [null, 0, 0],
      ],
    });
    const found = cells(svg);
    expect(found.map(({ runs }) => runs.length).sort()).toEqual([1, 2]); // ones: a run; zeros: a run in each row
    const area = found
      .flatMap(({ runs }) => runs)
      .reduce((sum, run) => {
        const [left, top, right, bottom] = run.match(/-?[\d.]+/g)!.map(Number);
        return sum + (right! - left!) * (bottom! - top!);
      }, 0);
    const frame =
      /<rect[^>]*\bwidth="([\d.]+)"[^>]*\bheight="([\d.]+)"|<rect[^>]*\bheight="([\d.]+)"[^>]*\bwidth="([\d.]+)"/g;
    const largest = Math.max(...[...svg.matchAll(frame)].map(([, w, h, h2, w2]) => Number(w ?? w2) * Number(h ?? h2)));
    expect(Math.abs(area / largest - 5 / 6)).toBeLessThan(0.01); // five of six cells, to the rounding of edges
  });

  it('is the same size for a hundred times the points, but for the lengths of runs', () => {
    const values = Array.from({ length: 100 }, () => Array.from({ length: 100 }, (_, i) => i));
    const axis = { label: 'a', values: values[0]! };
    const { svg } = drawHeatMap(pen, { ...grid, x: axis, y: axis, values });
    expect(svg.length).toBeLessThan(100 * 100 * 40); // bytes a cell
  });

  it('puts 0 in the middle of a signed scale, and refuses a grid of one', () => {
    const { svg } = drawHeatMap(pen, {
      ...grid,
      scale: 'signed',
      values: [
        [-1, 0, 3],
        [0, 0, 0],
      ],
    });
    expect(svg).toMatch(/>-3</);
    expect(svg).toMatch(/>3</);
    expect(() => drawHeatMap(pen, { ...grid, x: { label: 'a', values: [1] }, values: [[1], [1]] })).toThrow(RangeError);
  });
});

describe('pictures of a result', () => {
  it('tables the density with its error beside the exact one, and draws bars of area 1', () => {
    const wide = { edges: [0, 2, 4, 6], counts: [1, 3, 0] };
    const { table, svg } = drawPositions(pen, { name: 'p', time: 3, histogram: wide, paths: 4, exact: (x) => x / 8 });
    expect(table!.rows.map(([bin, count]) => [bin, count])).toEqual([
      ['0 – 2', '1'],
      ['2 – 4', '3'],
      ['4 – 6', '0'],
    ]);
    expect(table!.rows[1]!.slice(2)).toEqual(['0.38 ± 0.12', '0.375']); // 3/4/2, √(4/6 · 2/6 / 4)/2 = 0.118; 3/8
    expect(svg).toContain('exact at 3');
    expect(densityOf(wide, 4)).toEqual({ x: [0, 2, 4], x2: [2, 4, 6], y: [0.125, 0.375, 0] });
  });

  it('puts bins together until each holds whole steps', () => {
    const bins = { edges: [0, 0.05, 0.1, 0.15, 0.2], counts: [2, 3, 2, 3] };
    expect(wholeSteps(bins, 0.02)).toEqual({ edges: [0, 0.1, 0.2], counts: [5, 5] });
    expect(wholeSteps(bins, 0.01)).toEqual(bins);
  });

  it('shows what survival is off by', () => {
    const passage = {
      survival: { times: [0, 1, 2], values: [1, 0.7, 0.5], standardErrors: [0, 0.01, 0.01] },
      histogram: { edges: [0, 1, 2], counts: [3, 2] },
    };
    const exact = { probability: (t: number) => ({ value: t / 4 }), density: () => 0.25 };
    const { table } = drawSurvivalError(pen, { name: 's', of: 'passage', passage, paths: 10, exact, dt: 0.1 });
    expect(table!.rows.map(([, off]) => off)).toEqual(['0 ± 0', '-0.050 ± 0.010', '0.000 ± 0.010']);
  });

  it('stops where all but a thousandth of the times are, and says so', () => {
    const { caption } = drawTimes(pen, {
      name: 't',
      of: 'first passage',
      histogram: { edges: [0, 1, 2, 3], counts: [500, 500, 1] },
      paths: 1001,
      dt: 1,
    });
    expect(caption).toContain('Shown to 2, of 3.');
  });

  it('shows the share that hit where hits are rare', () => {
    const rare = {
      survival: { times: [0, 1, 2, 3], values: [1, 1, 1 - 1e-9, 1 - 1e-9], standardErrors: [0, 1e-11, 1e-11, 1e-11] },
      histogram: { edges: [0, 1, 2, 3], counts: [0, 1e-6, 0] },
    };
    const { table, title } = drawSurvival(pen, { name: 's', of: 'passage', passage: rare, paths: 1000 });
    expect(title).toBe('Share of paths with a passage');
    expect(table!.rows.at(-1)![1]).toBe('(1.000 ± 0.010)e-9');
  });

  it('marks where each path is first seen beyond the threshold', () => {
    const samplePaths = {
      times: [0, 1, 2],
      values: [
        [0, 0.9, 0.1],
        [0, 0.1, 0.2],
        [0, 0.1],
      ],
    };
    const { svg, table } = drawPaths(pen, {
      name: 's',
      samplePaths,
      domain: [0, 1],
      thresholds: [{ threshold: 0.8, direction: 'up' }],
      until: 2,
    });
    expect(svg.match(/<circle/g)).toHaveLength(2); // one path, and the legend
    expect(table!.rows.at(-1)!.at(-1)).toBe('gone');
  });

  it('draws drift and potential with fixed points and peaks', () => {
    const landscape = {
      name: 'd',
      drift: (x: number) => 1 - 2 * x,
      diffusion: () => 1,
      domain: [0, 1] as const,
      boundary: { lower: 'reflect', upper: 'absorb' } as const,
      fixedPoints: [{ x: 0.5, stable: true }],
      modes: [0.5],
      thresholds: [0.8],
      start: 0.1,
    };
    expect(drawDrift(pen, landscape).caption).toContain(
      'vanishes at 0.5 (stable). The end 0 reflects, the end 1 absorbs.',
    );
    const { table, caption } = drawPotential(pen, { ...landscape, logDensity: (x) => 2 * (x - x * x) });
    expect(caption).toContain('If the ends kept the paths');
    expect(Number(table!.rows[0]![1])).toBeCloseTo(0.5, 3); // 2·(1/4) − 0 above the lowest
  });
});
