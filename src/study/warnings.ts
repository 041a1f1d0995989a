/** What a study may ask for and a user should know: one line each, none of them stops a run. */
import { nodesOf } from '../model/expression.js';
import { functionsOf, modelOf } from '../model/model.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import { f32Warnings } from './f32-warnings.js';
import { suggest } from './issues.js';

/** Relative spacing of f32 just above a power of two. */
const F32_EPSILON = 2 ** -23;
/** Fewer ulps of noise than this and rounding of x, not the noise, moves the path. */
const ULPS_OF_NOISE = 8;
/** Below this width in σ√dt the product of two one-sided bridges is off by more than 2e-8 a step. */
const WIDTH_OF_TWO_BRIDGES = 5;
/** Places at which σ and μ are looked at. */
const SAMPLES = 1025;

export function studyWarnings(study: Study): string[] {
  // What a tolerance is still to choose warns of nothing yet.
  const ofSteps = study.open === undefined ? [...noiseWarnings(study), ...f32Warnings(study)] : [];
  return [...ofSteps, ...unusedParameters(study)];
}

function noiseWarnings(study: Study): string[] {
  const warnings: string[] = [];
  const [lower, upper] = study.domain;
  const width = upper - lower;
  const { drift, diffusion } = functionsOf(modelOf(study), study.params);
  const places = Array.from({ length: SAMPLES }, (_, i) => lower + (width * i) / (SAMPLES - 1));
  const noises = places.map((x) => diffusion(x) * Math.sqrt(study.dt));
  const least = Math.min(...noises.filter((noise) => noise > 0));
  const most = Math.max(...noises);
  const steepest = Math.max(...places.map((x) => Math.abs(drift(x)) * study.dt));

  if (most === 0) return ['diffusion: σ is 0 in the whole domain: every path is the same'];
  // Lamperti–Heun steps in ∫dx/σ from the middle of the domain, where the noise is √dt.
  const [noise, extent, coordinate] =
    study.scheme === 'lamperti-heun'
      ? [Math.sqrt(study.dt), places.reduce((sum, x) => sum + width / 2 / diffusion(x), 0) / SAMPLES, '∫dx/σ']
      : [least, Math.max(Math.abs(lower), Math.abs(upper)), 'x'];
  const ulp = ulpOf(extent);
  if (noise < ULPS_OF_NOISE * ulp) {
    const dt = study.dt * ((ULPS_OF_NOISE * ulp) / noise) ** 2;
    const scale = coordinate === 'x' ? `σ√dt ≥ ${short(noise)}` : `√dt = ${short(noise)}`;
    warnings.push(
      `dt: the noise of a step, ${scale}, is below ${ULPS_OF_NOISE} f32 spacings of ${coordinate} (${short(ulp)}): rounding will show; use dt ≥ ${short(dt)} or backend: reference`,
    );
  }
  if (most > width) {
    const dt = study.dt * (width / most) ** 2;
    warnings.push(
      `dt: the noise of a step, σ√dt ≤ ${short(most)}, is wider than the domain (${short(width)}): use dt well below ${short(dt)}`,
    );
  } else if (bothEndsBridged(study) && width < WIDTH_OF_TWO_BRIDGES * most) {
    const dt = study.dt * (width / (WIDTH_OF_TWO_BRIDGES * most)) ** 2;
    warnings.push(
      `dt: the domain is narrower than ${WIDTH_OF_TWO_BRIDGES} σ√dt (${short(WIDTH_OF_TWO_BRIDGES * most)}), so the two absorbing ends are no longer seen apart inside a step: use dt ≤ ${short(dt)}`,
    );
  }
  if (steepest > width)
    warnings.push(
      `dt: the drift of a step, ${short(steepest)}, is longer than the domain (${short(width)}): use a smaller dt`,
    );
  return warnings;
}

/** Both ends absorb, and at least one of their tests looks inside the steps. */
function bothEndsBridged(study: Study): boolean {
  const { lower, upper } = study.boundary;
  const monitors = thresholdsOf(study).map(({ monitor }) => monitor);
  return lower === 'absorb' && upper === 'absorb' && (monitors.length === 0 || monitors.includes('bridge'));
}

function unusedParameters(study: Study): string[] {
  const { drift, diffusion } = modelOf(study);
  const nodes = [...nodesOf(drift), ...nodesOf(diffusion)];
  const used = [...new Set(nodes.flatMap((node) => (node.kind === 'parameter' ? [node.name] : [])))];
  return Object.keys(study.params)
    .filter((name) => !used.includes(name))
    .map((name) => `params.${name}: neither drift nor diffusion has it: ${suggest(name, used)}`);
}

/** Spacing of f32 numbers at x. */
const ulpOf = (x: number): number => F32_EPSILON * 2 ** Math.floor(Math.log2(Math.abs(x)));

const short = (x: number): string => String(Number(x.toPrecision(2)));
