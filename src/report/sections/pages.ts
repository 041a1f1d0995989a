/** One page of whatever was given: a run, a sweep, or several of each. */
import type { Critical } from '../../result/critical.js';
import type { Result } from '../../result/result.js';
import type { Sweep } from '../../result/sweep.js';
import { checkOf } from '../beside.js';
import { formatCount, formatExact, formatResult } from '../number.js';
import type { Block, Cell, Page, Section, Table } from '../page/page.js';
import type { ReportMaterial } from './context.js';
import { criticalLede, criticalSections, criticalTitle } from './critical.js';
import { zText } from './estimates.js';
import { FOOTER, ledeOf, resultPage, resultSections, titleOf } from './result.js';
import { sweepLede, sweepSections, sweepTitle } from './sweep.js';

/** Something to report, with the name it was given by. */
export type ReportItem = { readonly name: string } & (
  | { readonly kind: 'result'; readonly result: Result; readonly material: Omit<ReportMaterial, 'prefix'> }
  | { readonly kind: 'sweep'; readonly sweep: Sweep; readonly material: Pick<ReportMaterial, 'pen'> }
  | { readonly kind: 'critical'; readonly critical: Critical; readonly material: Pick<ReportMaterial, 'pen'> }
);

/** @throws RangeError where there is nothing to report. */
export function reportPage(items: readonly ReportItem[]): Page {
  const [only, ...more] = items;
  if (only === undefined) throw new RangeError('expected something to report, got nothing');
  if (more.length === 0) return pageOf(only);
  const parts = items.map((item, k) => ({ item, page: pageOf(item, `part${k + 1}-`) }));
  const table = comparison(items);
  return {
    title: `${items.length} results`,
    kicker: 'First-passage report',
    lede: items.map(({ name }) => name).join(', '),
    sections: [
      ...(table === null ? [] : [{ id: 'together', heading: 'Side by side', blocks: [table] }]),
      ...parts.map(({ item, page }, k) => asOne(page, `part${k + 1}`, item.name)),
    ],
    footer: FOOTER,
  };
}

function pageOf(item: ReportItem, prefix = ''): Page {
  switch (item.kind) {
    case 'result': {
      const material = { ...item.material, prefix };
      return prefix === ''
        ? resultPage(item.result, material)
        : {
            title: titleOf(item.result),
            lede: ledeOf(item.result, material),
            sections: resultSections(item.result, material),
          };
    }
    case 'sweep':
      return {
        title: sweepTitle(item.sweep),
        kicker: 'Parameter sweep',
        lede: sweepLede(item.sweep),
        sections: sweepSections(item.sweep, { ...item.material, prefix }),
        footer: FOOTER,
      };
    case 'critical':
      return {
        title: criticalTitle(item.critical),
        kicker: 'Critical scaling',
        lede: criticalLede(item.critical),
        sections: criticalSections(item.critical, { ...item.material, prefix }),
        footer: FOOTER,
      };
  }
}

/** A page as one section of another: its sections become headings. */
function asOne({ title, lede, sections }: Page, id: string, name: string): Section {
  const blocks = sections.flatMap(({ heading, blocks: of }): Block[] => [{ kind: 'heading', text: heading }, ...of]);
  return { id, heading: `${name}: ${title}`, blocks: [{ kind: 'text', text: lede }, ...blocks] };
}

/** Mean first passage (or mean position) of each run. */
function comparison(items: readonly ReportItem[]): Table | null {
  const rows = items.flatMap((item): Cell[][] => {
    if (item.kind !== 'result') return [];
    const { result, name } = item;
    const { firstPassage, snapshots, spec, checks } = result;
    const passages = firstPassage === null ? [] : 'length' in firstPassage ? firstPassage : [firstPassage];
    const estimates = [
      ...passages.flatMap((passage, j) => {
        const path = firstPassage !== null && 'length' in firstPassage ? `firstPassage.${j}` : 'firstPassage';
        return [
          { what: `P(through ${passage.threshold})`, e: passage.probability, path: `${path}.probability` },
          { what: `mean time through ${passage.threshold}`, e: passage.mean, path: `${path}.mean` },
        ];
      }),
      ...snapshots.slice(-1).map((last) => ({
        what: `mean at ${last.time}`,
        e: last.mean,
        path: `snapshots.${snapshots.length - 1}.mean`,
      })),
    ];
    return estimates.map(({ what, e, path }) => {
      const check = checkOf({ checks }, path);
      return [
        name,
        what,
        formatCount(spec.paths),
        formatResult(e),
        check === undefined || e.value === null ? '–' : formatExact(check.exact, e.standardError),
        check === undefined ? '–' : zText(check.zCorrected ?? check.z),
      ];
    });
  });
  if (rows.length === 0) return null;
  return {
    kind: 'table',
    caption: 'Estimates ± one standard error',
    columns: [
      { label: 'of' },
      { label: 'quantity' },
      ...['paths', 'simulated', 'exact', 'z less bias'].map((label) => ({ label, align: 'right' as const })),
    ],
    rows,
  };
}
