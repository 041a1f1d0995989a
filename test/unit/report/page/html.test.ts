import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { htmlPage } from '#dist/report/page/html.js';
import { markdownPage } from '#dist/report/page/markdown.js';
import type { Block, Page } from '#dist/report/page/page.js';
import type { Figure } from '#dist/report/plot/figure.js';

const EVIL = `</style><script>alert("1")</script><img src=x onerror='alert(2)'>&amp; | \`a\``;
const figure: Figure = {
  name: 'a-figure',
  title: EVIL,
  caption: EVIL,
  svg: '<svg viewBox="0 0 2 1"></svg>',
  table: { columns: [EVIL], rows: [[EVIL], [null]], note: EVIL },
};
const everyBlock: readonly Block[] = [
  { kind: 'text', text: [EVIL, { strong: EVIL }, { code: EVIL }, { good: EVIL }, { bad: EVIL }] },
  { kind: 'heading', text: EVIL },
  { kind: 'list', items: [EVIL] },
  { kind: 'headlines', items: [{ label: EVIL, value: EVIL, note: EVIL, ok: true }] },
  { kind: 'notice', tone: 'warning', text: EVIL },
  {
    kind: 'table',
    caption: EVIL,
    columns: [{ label: EVIL }, { label: 'n', align: 'right' }],
    rows: [[EVIL, EVIL]],
    folded: true,
  },
  { kind: 'figures', figures: [figure] },
  { kind: 'code', title: EVIL, code: EVIL },
];
const pageOf = (blocks: readonly Block[]): Page => ({
  title: EVIL,
  kicker: EVIL,
  lede: EVIL,
  sections: [{ id: 'one', heading: EVIL, blocks }],
  footer: EVIL,
});

/** What a parser makes of a page: the names of its tags, and of all their attributes. */
function namesIn(html: string) {
  const elements = [...parseHTML(html).document.querySelectorAll('*')];
  return {
    tags: new Set(elements.map(({ localName }) => localName)),
    attributes: new Set(elements.flatMap((element) => element.getAttributeNames())),
  };
}

describe('htmlPage', () => {
  it('shows whatever it is given as text, in every place', () => {
    const html = htmlPage(pageOf(everyBlock));
    const { tags, attributes } = namesIn(html);
    expect(tags.has('script')).toBe(false);
    expect(tags.has('img')).toBe(false);
    expect([...attributes].filter((name) => name.startsWith('on') || name === 'src')).toEqual([]);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    // Once in each place above: 3 of figure and 4 of its table, and so on; none is left out.
    expect(html.split('&lt;script&gt;').length - 1).toBeGreaterThan(everyBlock.length + 12);
  });

  it('fetches nothing, runs nothing, and says so', () => {
    const html = htmlPage(pageOf(everyBlock));
    expect(html).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"`,
    );
    expect(html).not.toMatch(/(?:https?:)?\/\/[a-z]/i);
    expect(html.match(/url\(/g)).toBeNull();
  });

  it('refuses names that would lead links astray', () => {
    const figures = { kind: 'figures', figures: [figure, figure] } as const;
    expect(() => htmlPage(pageOf([figures]))).toThrow(/"a-figure" twice/);
    expect(() => htmlPage(pageOf([{ kind: 'figures', figures: [{ ...figure, name: '"x' }] }]))).toThrow(RangeError);
  });

  it('lists its sections where there are many', () => {
    const sections = ['a', 'b', 'c', 'd'].map((id) => ({ id, heading: id.toUpperCase(), blocks: [] }));
    const html = htmlPage({ title: 't', lede: 'l', sections });
    expect([...html.matchAll(/<a href="#(\w)">(\w)<\/a>/g)].map(([, id, text]) => `${id}${text}`)).toEqual([
      'aA',
      'bB',
      'cC',
      'dD',
    ]);
    expect(htmlPage({ title: 't', lede: 'l', sections: sections.slice(1) })).not.toContain('<nav');
  });
});

describe('markdownPage', () => {
  it('writes bold that is bold, without a space at its ends', () => {
    const page = pageOf([{ kind: 'text', text: [{ strong: 'To cite: ' }, 'firstpassage'] }]);
    expect(markdownPage(page, () => '')).toContain('\n**To cite:** firstpassage\n');
  });

  it('shows whatever it is given as text, in every place', () => {
    const markdown = markdownPage(pageOf(everyBlock), ({ name }) => `plots/${name}.svg`);
    expect(markdown).toContain('](plots/a-figure.svg)');
    const withoutCode = markdown.replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, '').replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
    expect(withoutCode).not.toContain('<script');
    expect(withoutCode).not.toContain('<img');
    // A table stays a table: as many cells in each row as in its head.
    const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
    const cells = rows.map((row) => row.replace(/\\\|/g, '').split('|').length);
    expect(new Set(cells).size).toBe(1);
  });

  it('lets no code end its own block', () => {
    const markdown = markdownPage(pageOf([{ kind: 'code', code: '```\n# not a heading' }]), () => '');
    expect(markdown).toContain('\n````\n```\n# not a heading\n````\n');
  });
});
