/** Where a result comes from, how to get it again, and how to cite it. */
import { stringify } from 'yaml';
import { presets } from '../../model/presets.js';
import type { Provenance, Result } from '../../result/result.js';
import type { Study } from '../../spec/study.js';
import { formatCount, formatScaled, formatSeconds } from '../number.js';
import type { Block, Section } from '../page/page.js';

export function provenanceSection({ provenance, spec }: Result, prefix: string): Section {
  return {
    id: `${prefix}provenance`,
    heading: 'Provenance, and how to get this again',
    blocks: [
      provenanceTable(provenance),
      ...reproduceBlocks(spec, provenance),
      ...citeBlocks(spec, provenance.version),
    ],
  };
}

function provenanceTable(p: Provenance): Block {
  const rows = [
    ['firstpassage', p.version],
    [
      'backend',
      `${p.backend}${p.adapter === null ? '' : ` on ${p.adapter}`}${p.threads > 1 ? `, ${p.threads} threads` : ''}: ${p.reason}`,
    ],
    ['random numbers', `${p.rng}, seed ${p.seed}, key ${p.key}`],
    [
      'work',
      `${formatCount(p.pathSteps)} path-steps in ${formatSeconds(p.seconds)} (${formatScaled(p.pathStepsPerSecond)} path-steps/s), start-up ${formatSeconds(p.startupSeconds)}`,
    ],
    ...(p.digest === undefined ? [] : [['digest of the counts', p.digest]]),
    ...(p.partial === null
      ? []
      : [['partial', `${formatCount(p.partial.completed)} of ${formatCount(p.partial.requested)} paths`]]),
  ];
  return { kind: 'table', caption: 'The run', columns: [{ label: 'what' }, { label: 'value' }], rows };
}

/** The study with everything filled in, and the commands. @param command what makes the numbers of it. */
export function reproduceBlocks(
  spec: Study,
  { version, backend }: Pick<Provenance, 'version' | 'backend'>,
  command = 'run',
): Block[] {
  return [
    { kind: 'code', title: 'study.yaml, every default filled in', code: studyYaml(spec) },
    {
      kind: 'code',
      title: `With firstpassage ${version}:`,
      code: `firstpassage ${command} study.yaml --out results\nfirstpassage report results --out report.html`,
    },
    {
      kind: 'text',
      text: `The same build on the same backend (here ${backend}) gives the same bits whatever the number of threads or parts; another backend gives the same law, path by path to rounding.`,
    },
  ];
}

/** The study file of a resolved study: read again it gives the same study. */
export function studyYaml(spec: Study): string {
  const given = Object.entries(spec).filter(([, value]) => value !== null);
  return stringify(Object.fromEntries(given), {
    lineWidth: 0,
    flowCollectionPadding: true,
    collectionStyle: 'any',
  }).trimEnd();
}

export function citeBlocks({ model }: Study, version: string): Block[] {
  const source = typeof model === 'string' ? presets[model]?.source : undefined;
  const blocks: Block[] = [
    {
      kind: 'text',
      text: [
        { strong: 'To cite: ' },
        `firstpassage ${version}, MIT licence, with the study and the seed above.${source === undefined || isSeverity(model) ? '' : ` Model: ${source}.`}`,
      ],
    },
  ];
  if (isSeverity(model)) blocks.push({ kind: 'notice', tone: 'note', text: PREPRINT });
  return blocks;
}

const isSeverity = (model: Study['model']): boolean => typeof model === 'string' && model.startsWith('severity');

/** Owed to its author wherever the model is shown. */
export const PREPRINT =
  'The severity drift is that of J. D. Carson, arXiv 2501.16783. The preprint asks readers not to cite it yet, before its experimental validation and an updated model appear: please respect that. Nothing here says whether the model describes any language model.';
