/** The report of a scaling study: is anything singular along the path, and what says so. */
import type { Critical, Judgement } from '../../result/critical.js';
import { STEP_BIAS } from '../critical-text.js';
import { formatCount, formatNumber, formatScaled, formatSeconds } from '../number.js';
import type { Block, Inline, Section } from '../page/page.js';
import type { Pen } from '../plot/pen.js';
import { limitBlocks } from './critical-limits.js';
import { pathFigures } from './critical-path.js';
import { exponentTable, scalingFigures } from './critical-scaling.js';
import { citeBlocks, reproduceBlocks } from './provenance.js';

export function criticalSections(critical: Critical, { pen, prefix }: { pen: Pen; prefix: string }): Section[] {
  const { version, backend } = critical.provenance;
  const scaling = scalingFigures(pen, critical, prefix);
  const exponents = Object.values(critical.exponents);
  return [
    { id: `${prefix}verdict`, heading: 'Verdict', blocks: verdictBlocks(critical) },
    {
      id: `${prefix}path`,
      heading: `Along ${critical.control}`,
      blocks: [
        { kind: 'text', text: STEP_BIAS },
        { kind: 'figures', figures: pathFigures(pen, critical, prefix) },
      ],
    },
    ...(scaling.length + exponents.length === 0
      ? []
      : [
          {
            id: `${prefix}scaling`,
            heading: 'Scaling near the candidate',
            blocks: [
              ...(exponents.length === 0 ? [] : [exponentTable(critical)]),
              { kind: 'figures', figures: scaling } as const,
            ],
          },
        ]),
    ...(critical.limits.length === 0
      ? []
      : [{ id: `${prefix}limits`, heading: 'As the noise is taken away', blocks: limitBlocks(pen, critical, prefix) }]),
    {
      id: `${prefix}provenance`,
      heading: 'Provenance, and how to get this again',
      blocks: [
        { kind: 'text', text: workText(critical) },
        ...reproduceBlocks(critical.spec, { version, backend }, 'critical'),
        ...citeBlocks(critical.spec, version),
      ],
    },
  ];
}

export function criticalTitle({ control, spec }: Critical): string {
  const name = typeof spec.model === 'string' ? spec.model : 'dX = μ(X) dt + σ(X) dW';
  return `${name}: scaling along ${control}`;
}

export const criticalLede = ({ why }: Critical): Inline => why;

const workText = ({ provenance: p, spec, points }: Critical): string =>
  `${points.length} places, ${formatCount(spec.paths)} paths at each, ${formatScaled(p.pathSteps)} path-steps in ${formatSeconds(p.seconds)} on ${p.backend}${p.adapter === null ? '' : ` (${p.adapter})`}.`;

function verdictBlocks(critical: Critical): Block[] {
  const { verdict, kind, exact, monteCarlo, modeChanges, candidate, provenance, reasons } = critical;
  const partial = provenance.partial;
  const missing = Object.entries(reasons).map(([path, why]) => `${path}: ${why}`);
  return [
    ...(partial === null
      ? []
      : [
          {
            kind: 'notice',
            tone: 'warning',
            text: `Partial: ${partial.completed} of ${partial.requested} places.`,
          } as const,
        ]),
    {
      kind: 'headlines',
      items: [
        { label: 'Verdict', value: kind === null ? verdict : `${verdict}: ${kind}`, note: placeText(critical) },
        { label: 'By quadrature alone', value: exact.verdict, note: placeText(exact) },
        { label: 'From the paths alone', value: monteCarlo.verdict, note: placeText(monteCarlo) },
      ],
    },
    ...(candidate === null
      ? []
      : [
          {
            kind: 'text',
            text: `Tested at ${critical.control} = ${formatNumber(candidate.value)}, from ${candidate.from}.`,
          } as const,
        ]),
    ...modeChanges.map(
      ({ at, from, to }) =>
        ({
          kind: 'text',
          text: `The number of peaks of the stationary density changes from ${from} to ${to} at ${critical.control} = ${formatNumber(Number(at.toPrecision(5)))}.`,
        }) as const,
    ),
    ...(missing.length === 0 ? [] : [{ kind: 'list', items: missing } as const]),
  ];
}

function placeText({ at, limit, kind }: Judgement): string {
  const where = at === null ? '' : `at ${formatNumber(Number(at.toPrecision(5)))}`;
  return (
    [kind === null ? '' : kind, where, limit === null ? '' : `in the limit ${limit}`]
      .filter((part) => part !== '')
      .join(', ') || 'no place to name'
  );
}
