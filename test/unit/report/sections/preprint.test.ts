import { beforeAll, describe, expect, it } from 'vitest';
import { plainText, type Table } from '#dist/report/page/page.js';
import { nodePen } from '#dist/report/plot/node-pen.js';
import type { Pen } from '#dist/report/plot/pen.js';
import { preprintPage } from '#dist/report/sections/preprint.js';
import type { Claim, Preprint, Verdict } from '#dist/result/preprint.js';
import { parseStudy } from '#dist/study/check.js';
import { studyOf, up } from '../../../helpers/studies.js';

const claim = (id: string, verdict: Verdict, overrides: Partial<Claim> = {}): Claim => ({
  id,
  title: `Title of ${id}`,
  claimed: 'a claim',
  verdict,
  criteria: [
    { says: 'a part', value: 0.25, error: 1e-9, relation: '<', limit: 0.5, simulated: null, holds: true },
    {
      ...{ says: 'another', value: -2, error: 0, relation: '>', limit: 0 },
      ...{ simulated: { value: -2.04, standardError: 0.03 }, holds: false },
    },
  ],
  finding: 'a finding',
  regime: 'a regime',
  measured: [
    {
      quantity: 'a mean',
      study: 'one',
      value: 0.5003,
      standardError: 0.0008,
      exact: 0.499416,
      bias: -0.0002,
      z: 1.4,
      ok: true,
    },
  ],
  exact: [{ quantity: 'a value', value: 1 / 3, error: 1e-9, how: 'a formula' }],
  curves: [],
  ...overrides,
});

const found = (claims: readonly Claim[], overrides: Partial<Preprint> = {}): Preprint => ({
  schema: 'firstpassage/preprint@1',
  arxiv: '2501.16783',
  claims,
  studies: { one: studyOf({ firstPassage: up(0.8) }) },
  provenance: null,
  partial: null,
  ...overrides,
});

describe('preprintPage', () => {
  let pen: Pen;
  beforeAll(async () => {
    pen = await nodePen();
  });
  const page = (claims: readonly Claim[], overrides?: Partial<Preprint>) =>
    preprintPage(found(claims, overrides), pen, 'firstpassage report --preprint');
  const tables = (claims: readonly Claim[], id: string) =>
    page(claims)
      .sections.find((section) => section.id === id)!
      .blocks.filter((block) => block.kind === 'table') as Table[];
  const rowsOf = ({ rows }: Table) => rows.map((row) => row.map(plainText));

  it('counts the verdicts at the top', () => {
    const verdicts: Verdict[] = ['holds', 'holds in part', 'holds in part', 'does not hold', 'undecided'];
    const claims = verdicts.map((verdict, i) => claim(`c${i}`, verdict));
    expect(plainText(page(claims).lede)).toBe(
      'Of 5 statements of the preprint that can be checked, 1 holds, 2 hold in part, 1 does not hold and 1 is undecided.',
    );
    expect(plainText(page(claims.slice(0, 1)).lede)).toContain('checked, 1 holds.');
    const partial = page(claims, { partial: { requested: 10, completed: 5 } });
    expect(plainText(partial.lede)).toContain('Interrupted: 5 were not examined.');
  });

  it('passes on the request not to cite, at the top and at the end', () => {
    const { sections, footer } = page([claim('c', 'holds')]);
    const notices = sections[0]!.blocks.flatMap((block) => (block.kind === 'notice' ? [plainText(block.text)] : []));
    expect(notices[0]).toMatch(/asks readers not to cite it/);
    expect(notices[1]).toMatch(/in our words/);
    expect(plainText(footer!)).toMatch(/not to cite it/);
  });

  it('shows each part with number, limit and answer, and each measurement to its error', () => {
    const [measured, exact] = tables([claim('c', 'holds in part')], 'c');
    const { blocks } = page([claim('c', 'holds in part')]).sections[1]!;
    expect(blocks.flatMap((block) => (block.kind === 'list' ? block.items.map(plainText) : []))).toEqual([
      'holds: a part: 0.25 < 0.5',
      'fails: another: −2, not > 0 (simulated: -2.04 ± 0.03)',
    ]);
    expect(rowsOf(measured!)).toEqual([['a mean', '0.5003 ± 0.0008', '0.49942', '−0.0002', '1.4', 'one']]);
    expect(rowsOf(exact!)).toEqual([['a value', '0.33333333', 'a formula']]);
  });

  it('gives for each study a command that holds the whole of it', () => {
    const [studies] = tables([claim('c', 'holds')], 'again');
    const [name, command] = rowsOf(studies!)[0]!;
    expect(name).toBe('one');
    const json = /^echo '(.*)' \| firstpassage run -$/.exec(command!)![1]!;
    expect(parseStudy(JSON.parse(json))).toEqual(parseStudy(found([]).studies['one']));
  });

  it('draws what comes from paths as points with their errors', () => {
    const curve = {
      ...{ name: 'a-curve', title: 'Curve', caption: '', x: 'x', y: 'y', marks: [{ x: 0.5, label: 'here' }] },
      lines: [
        { label: 'exact', x: [0, 1], y: [0, 1] },
        { label: 'simulated', x: [0.5], y: [0.5], standardErrors: [0.1] },
      ],
    };
    const { blocks } = page([claim('c', 'holds', { curves: [curve] })]).sections[1]!;
    const figures = blocks.flatMap((block) => (block.kind === 'figures' ? block.figures : []));
    expect(figures).toHaveLength(1);
    expect(figures[0]!.svg).toContain('<circle');
    expect(figures[0]!.svg).toContain('here');
  });
});
