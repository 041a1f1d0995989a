/** What was simulated, in words and pictures: the model, its regime, its landscape, some of its paths. */
import { functionsOf, modelOf } from '../../model/model.js';
import { presets } from '../../model/presets.js';
import type { FirstPassage, Result } from '../../result/result.js';
import { type Study, thresholdsOf } from '../../spec/study.js';
import { formatCount, formatNumber } from '../number.js';
import type { Block, Inline, Section } from '../page/page.js';
import type { Figure } from '../plot/figure.js';
import { shownUntil } from '../plot/histogram.js';
import { drawDrift, drawPotential, type Landscape } from '../plot/landscape.js';
import { drawPaths } from '../plot/paths.js';
import type { ReportMaterial } from './context.js';

export function processSection(result: Result, material: ReportMaterial): Section {
  const { spec } = result;
  const { theory, prefix } = material;
  const blocks: Block[] = [
    { kind: 'text', text: modelText(spec) },
    { kind: 'text', text: setupText(spec) },
    ...(theory === undefined ? [] : [{ kind: 'text', text: regimeText(theory.regime) } as const]),
    { kind: 'figures', figures: [...landscapeFigures(spec, material), ...pathFigures(result, material)] },
  ];
  return { id: `${prefix}process`, heading: 'The process', blocks };
}

function modelText({ model, params }: Study): Inline {
  const { drift, diffusion } = typeof model === 'string' ? presets[model]! : model;
  const values = Object.entries(params).map(([name, value]) => `${name} = ${formatNumber(value)}`);
  return [
    ...(typeof model === 'string' ? ['Model ', { strong: model }, ': '] : []),
    { code: `dX = (${drift}) dt + (${diffusion}) dW` },
    ` (Itô)${values.length === 0 ? '' : ' with '}`,
    ...(values.length === 0 ? [] : [{ code: values.join(', ') }]),
    '.',
  ];
}

const ENDS = { reflect: 'reflects', clamp: 'holds', absorb: 'absorbs' } as const;

function setupText({ domain, boundary, initial, paths, dt, horizon, scheme, method }: Study): string {
  const start =
    typeof initial === 'number'
      ? `from ${formatNumber(initial)}`
      : initial === 'stationary'
        ? 'from the stationary law'
        : `from places spread evenly over [${initial.uniform.map(formatNumber).join(', ')}]`;
  const kind = method === 'plain' ? '' : ` (${method})`;
  return `${formatCount(paths)} paths${kind} start ${start} on [${domain.map(formatNumber).join(', ')}], where the lower end ${ENDS[boundary.lower]} and the upper end ${ENDS[boundary.upper]}; steps of ${formatNumber(dt)} up to the horizon ${formatNumber(horizon)} by ${scheme}.`;
}

const regimeText = ({ label, text }: { label: string; text: string }): Inline => [
  'Regime: ',
  { strong: label },
  `. ${text}`,
];

/** Drift and potential of a study; the second where its law is known. */
export function landscapeFigures(spec: Study, { pen, theory, laws, prefix }: ReportMaterial): Figure[] {
  const { drift, diffusion } = functionsOf(modelOf(spec), spec.params);
  const landscape: Landscape = {
    name: `${prefix}drift`,
    drift,
    diffusion,
    domain: spec.domain,
    boundary: spec.boundary,
    fixedPoints: theory?.regime.fixedPoints ?? [],
    modes: theory?.regime.modes ?? [],
    thresholds: thresholdsOf(spec).map(({ threshold }) => threshold),
    start: typeof spec.initial === 'number' ? spec.initial : undefined,
  };
  const logDensity = laws?.logDensity ?? null;
  return [
    drawDrift(pen, landscape),
    ...(logDensity === null ? [] : [drawPotential(pen, { ...landscape, name: `${prefix}potential`, logDensity })]),
  ];
}

function pathFigures(
  { samplePaths, spec, firstPassage, snapshots }: Result,
  { pen, prefix }: ReportMaterial,
): Figure[] {
  if (samplePaths === null || samplePaths.values.length === 0) return [];
  const passages: readonly FirstPassage[] =
    firstPassage === null ? [] : 'length' in firstPassage ? firstPassage : [firstPassage];
  // A long horizon would make noise of the part where something happens.
  const ends = [...passages.map(({ histogram }) => shownUntil(histogram)), ...snapshots.map(({ time }) => time)];
  const until = ends.length === 0 ? spec.horizon : Math.min(spec.horizon, Math.max(...ends));
  return [
    drawPaths(pen, { name: `${prefix}paths`, samplePaths, domain: spec.domain, thresholds: thresholdsOf(spec), until }),
  ];
}
