/** How a run looks for unlikely hits: a tilt of its noise, or levels at which its paths branch, both from h (theory/hit-probability.ts). */
import { StudyError } from '../errors.js';
import { functionsOf, modelOf } from '../model/model.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import {
  averageOverStart,
  hitProbability,
  type LookBack,
  mirror,
  noStepLeft,
  type Process,
  stepBack,
} from '../theory/index.js';
import { BRANCHES, MOST_LEVELS, type RarePlan } from './search.js';

/** Largest tilt, in standard deviations: measured at 4, weights have heavy tails. */
const MOST_TILT = 2.5;
const TILT_CELLS = 256;
const NODES = 512; // for h
const OWN_STEPS = 600; // back from the horizon: about half a second
const SINGLE_STEPS = 64; // before the horizon, a slab each
const GROWTH = 1.04; // of slabs farther from it

/**
 * For a study of one threshold.
 * @param start its law in x (plan/make.ts: `startTable`). @param coordinate x → the coordinate of the state, increasing.
 * @throws TheoryError where the model has no finite drift or diffusion, StudyError where the hit is too unlikely for the method.
 */
export function planRare(
  study: Study,
  start: readonly number[],
  steps: number,
  coordinate: (x: number) => number,
): RarePlan {
  const { threshold, direction } = thresholdsOf(study)[0]!;
  const up = direction === 'up';
  const [lower, upper] = study.domain;
  const process: Process = { ...functionsOf(modelOf(study), study.params), lower, upper };
  const at = Math.min(Math.max(threshold, lower), upper);
  const slabs = slabsOf(steps);
  // h is solved for a barrier above; the mirror image of one below is above.
  const sign = up ? 1 : -1;
  const hits = looksBack(up ? process : mirror(process), study, sign * at, slabs);
  const h = averageOverStart(start, (x) => Math.exp(valueAt(hits.nodes, hits.looks.at(-1)!.logs, sign * x)), [at]);
  const logProbability = Math.min(0, Math.log(h));
  const firstSteps = slabs.map(({ last }) => steps - last + 1).reverse();
  const unit = 2 ** Math.max(-1000, Math.round(Math.log2(Math.E) * logProbability));
  const rows = firstSteps.map((_, row) => slabs.length - 1 - row); // slabs in the order of time
  if (study.method === 'splitting') {
    const levels = Math.max(0, Math.round(-logProbability / Math.log(BRANCHES)) - 1);
    if (levels > MOST_LEVELS) throw tooUnlikely(logProbability);
    const positions = new Float32Array(rows.length * levels);
    rows.forEach((slab, row) => {
      for (let i = 0; i < levels; i++) {
        const log = logProbability * (1 - (i + 1) / (levels + 1));
        positions[row * levels + i] = coordinate(sign * levelOf(hits.nodes, hits.looks[slab]!.logs, log));
      }
    });
    return { method: 'splitting', firstSteps, positions, levels, unit };
  }
  const ends = [coordinate(up ? lower : at), coordinate(up ? at : upper)] as const;
  const perX = TILT_CELLS / (ends[1] - ends[0]);
  const places = Array.from({ length: TILT_CELLS + 1 }, (_, i) =>
    inverse(coordinate, ends[0] + i / perX, study.domain),
  );
  const tilts = new Float32Array(rows.length * places.length);
  rows.forEach((slab, row) => {
    places.forEach((x, i) => {
      const tilt = valueAt(hits.nodes, hits.looks[slab]!.tilts, sign * x);
      tilts[row * places.length + i] = sign * Math.min(MOST_TILT, Math.max(0, tilt));
    });
  });
  return { method: 'tilted', firstSteps, lower: ends[0], perX, cells: TILT_CELLS, tilts, unit };
}

/** x with this coordinate, by bisection. */
function inverse(coordinate: (x: number) => number, y: number, [lower, upper]: readonly [number, number]): number {
  let [low, high] = [lower, upper];
  for (let i = 0; i < 53; i++) {
    const middle = low + (high - low) / 2;
    if (coordinate(middle) < y) low = middle;
    else high = middle;
  }
  return high;
}

const tooUnlikely = (log: number): StudyError => {
  const [least, got] = [BRANCHES ** -(MOST_LEVELS + 1), log / Math.LN10].map((x, i) =>
    i === 0 ? x.toPrecision(1) : x.toFixed(0),
  );
  const message = `expected a hit by the horizon to be likelier than about ${least} with method splitting, got about 1e${got}: use method: tilted`;
  return new StudyError([{ path: 'method', message }]);
};

interface Slab {
  /** Steps to the horizon at the beginning of its steps: from 1 on, up to this. */
  readonly last: number;
  readonly middle: number;
}

/** By steps to the horizon, increasing. */
function slabsOf(steps: number): Slab[] {
  const found: Slab[] = [];
  for (let first = 1; first <= steps; ) {
    const last = Math.min(steps, first <= SINGLE_STEPS ? first : Math.floor(first * GROWTH));
    found.push({ last, middle: Math.round(Math.sqrt(first * last)) });
    first = last + 1;
  }
  return found;
}

interface Looks {
  /** From the far end to the barrier, equally spaced. */
  readonly nodes: Float64Array;
  /** Before the middle step of each slab, by steps to the horizon. */
  readonly looks: readonly LookBack[];
}

/** By the scheme's own steps from the horizon back, where they are few; else one step back from the backward equation's h. */
function looksBack(process: Process, study: Study, at: number, slabs: readonly Slab[]): Looks {
  const { monitor, direction } = thresholdsOf(study)[0]!;
  const farEnd = direction === 'up' ? study.boundary.lower : study.boundary.upper;
  const { dt } = study;
  const nodes = Float64Array.from({ length: NODES + 1 }, (_, i) => process.lower + ((at - process.lower) * i) / NODES);
  nodes[NODES] = at;
  const back = stepBack(process, { at, bridged: monitor === 'bridge', farEnd, dt }, nodes);
  if (slabs.at(-1)!.last <= OWN_STEPS) {
    const looks: LookBack[] = [];
    let look: LookBack = { logs: noStepLeft(nodes), tilts: nodes };
    let left = 0;
    for (const { middle } of slabs) {
      for (; left < middle; left++) look = back(look.logs);
      looks.push(look);
    }
    return { nodes, looks };
  }
  const later = slabs.filter(({ middle }) => middle > 1);
  const fine = hitProbability(
    process,
    { at, absorbing: farEnd === 'absorb' },
    later.map(({ middle }) => (middle - 1) * dt),
  );
  const stride = (fine.nodes.length - 1) / NODES;
  const after = fine.logs.map((logs) => nodes.map((_, i) => logs[i * stride]!));
  return { nodes, looks: [noStepLeft(nodes), ...after].map(back) };
}

/** A function of the nodes at x, linear between; at the barrier and beyond as at its last node. */
function valueAt(nodes: Float64Array, values: Float64Array, x: number): number {
  const cells = nodes.length - 1;
  const place = Math.max(0, ((x - nodes[0]!) / (nodes[cells]! - nodes[0]!)) * cells);
  const i = Math.floor(place);
  if (i >= cells) return values[cells]!;
  const [a, b] = [values[i]!, values[i + 1]!];
  return place === i || a === Number.NEGATIVE_INFINITY ? a : a + (b - a) * (place - i);
}

/** Where ln h has this value. */
function levelOf(nodes: Float64Array, h: Float64Array, log: number): number {
  let i = 1;
  while (i < h.length - 1 && h[i]! < log) i++;
  const [below, above] = [h[i - 1]!, h[i]!];
  const share = below === Number.NEGATIVE_INFINITY ? 1 : Math.min(1, Math.max(0, (log - below) / (above - below)));
  return nodes[i - 1]! + share * (nodes[i]! - nodes[i - 1]!);
}
