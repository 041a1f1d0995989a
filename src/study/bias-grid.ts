/**
 * The bias of the time step over a grid: computed on a coarse mesh of its points and interpolated between them, by cubics in the
 * places of the grid. A mesh is halved until what it says of the points in between holds; how far it was off there, near each
 * point, is the error of the next finer one.
 */
import { type Axis, placeOf, pointsOf } from '../spec/grid.js';
import type { Quantity } from '../theory/index.js';
import { isKnown, type Known, type KnownOutputs } from './point-theory.js';
import type { TheoryAnswer } from './theory-tasks.js';

/** Grids of so many points have the bias computed at each. */
const EVERY = 64;
/** Nodes of the first mesh on an axis, and how often it may be halved: 13² points at most. */
const FIRST = 4;
const HALVINGS = 2;
/** A misfit that is good enough: this share of the output's biases (root mean square) … */
const GOOD = 0.03;
/** … or so little beside the output itself, times 1/√paths: a tenth of a standard error and less, where values spread by a fifth. */
const UNSEEN = 0.02;

export interface BiasGrid {
  readonly at: (index: number) => KnownOutputs;
  /** Points at which it was computed. */
  readonly computed: number;
}

/**
 * @param paths of each point.
 * @param ask biases at some points of the grid; null where it was aborted, and then there is no answer here either.
 * @param computed what is known already, by index: it is not asked again, and answers are added to it.
 */
export async function biasesOverGrid(
  axes: readonly Axis[],
  outputs: readonly string[],
  paths: number,
  ask: (indices: readonly number[]) => Promise<TheoryAnswer | null>,
  computed = new Map<number, KnownOutputs>(),
): Promise<BiasGrid | null> {
  const points = pointsOf(axes);
  const compute = async (indices: readonly number[]): Promise<boolean> => {
    const fresh = indices.filter((index) => !computed.has(index));
    const answers = await ask(fresh);
    answers?.forEach((answer, i) => {
      computed.set(fresh[i]!, answer);
    });
    return answers !== null;
  };
  if (points <= EVERY) {
    if (!(await compute(Array.from({ length: points }, (_, i) => i)))) return null;
    return { at: (index) => computed.get(index)!, computed: points };
  }
  let coarse = meshOf(axes, FIRST);
  if (!(await compute(coarse.indices))) return null;
  for (let halvings = 1; ; halvings++) {
    const fine = meshOf(axes, (FIRST - 1) * 2 ** halvings + 1);
    if (!(await compute(fine.indices))) return null;
    const off = misfits(axes, outputs, paths, coarse, fine, computed);
    if (halvings === HALVINGS || off.isGood) {
      const at = (index: number) =>
        computed.get(index) ?? interpolated(axes, outputs, fine, computed, index, off.errorNear);
      return { at, computed: computed.size };
    }
    coarse = fine;
  }
}

interface Mesh {
  /** By axis, places of its nodes. */
  readonly nodes: readonly (readonly number[])[];
  readonly indices: readonly number[];
}

function meshOf(axes: readonly Axis[], count: number): Mesh {
  const nodes = axes.map(({ values: { length } }) => {
    if (length <= count) return Array.from({ length }, (_, i) => i);
    return Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / (count - 1)));
  });
  const indices = nodes.reduce<number[]>(
    (all, places, axis) => all.flatMap((index) => places.map((place) => index * axes[axis]!.values.length + place)),
    [0],
  );
  return { nodes, indices };
}

type ErrorNear = (place: readonly number[], output: string) => number;

/** How far the coarse mesh is off at the nodes that only the fine one has. */
function misfits(
  axes: readonly Axis[],
  outputs: readonly string[],
  paths: number,
  coarse: Mesh,
  fine: Mesh,
  computed: ReadonlyMap<number, KnownOutputs>,
): { readonly isGood: boolean; readonly errorNear: ErrorNear } {
  const known = new Set(coarse.indices);
  const held = fine.indices.filter((index) => !known.has(index));
  const found = held.map((index) => {
    const guess = interpolated(axes, outputs, coarse, computed, index, () => 0);
    const off = outputs.map((name): number | null => {
      const [a, b] = [guess[name]!, computed.get(index)![name]!];
      return isKnown(a) && isKnown(b) ? Math.abs(a.value - b.value) : null;
    });
    return { place: placeOf(axes, index), off };
  });
  const isGood = outputs.every((name, k) => {
    const all = fine.indices.map((index) => computed.get(index)![name]!).filter(isKnown);
    const typical = (of: (known: (typeof all)[number]) => number) =>
      Math.sqrt(all.reduce((sum, known) => sum + of(known) ** 2, 0) / Math.max(1, all.length));
    const good = Math.max(
      GOOD * typical(({ value }) => value),
      (UNSEEN / Math.sqrt(paths)) * typical(({ exact = 0 }) => exact),
    );
    return found.every(({ off }) => (off[k] ?? 0) <= good);
  });
  const reach = axes.map(({ values }, axis) => (values.length - 1) / Math.max(1, coarse.nodes[axis]!.length - 1));
  const errorNear: ErrorNear = (place, output) => {
    const k = outputs.indexOf(output);
    return found.reduce((most, { place: there, off }) => {
      const isNear = place.every((at, axis) => Math.abs(at - there[axis]!) <= reach[axis]!);
      return isNear ? Math.max(most, off[k] ?? 0) : most;
    }, 0);
  };
  return { isGood, errorNear };
}

const STENCIL = 4;

function interpolated(
  axes: readonly Axis[],
  outputs: readonly string[],
  { nodes }: Mesh,
  computed: ReadonlyMap<number, KnownOutputs>,
  index: number,
  errorNear: ErrorNear,
): KnownOutputs {
  const place = placeOf(axes, index);
  const sides = place.map((at, axis) => weightsAt(nodes[axis]!, at));
  let terms: { index: number; weight: number }[] = [{ index: 0, weight: 1 }];
  sides.forEach((side, axis) => {
    const { length } = axes[axis]!.values;
    terms = terms.flatMap((term) =>
      side.map(({ place: at, weight }) => ({ index: term.index * length + at, weight: term.weight * weight })),
    );
  });
  const used = terms.filter(({ weight }) => weight !== 0);
  const biasOf = (name: string): Known => {
    const sum = { value: 0, error: 0 };
    for (const { index: at, weight } of used) {
      const known = computed.get(at)![name]!;
      if (!isKnown(known)) return { reason: `not known at a point nearby: ${known.reason}` };
      sum.value += weight * known.value;
      sum.error = Math.max(sum.error, known.error);
    }
    return { value: sum.value, error: sum.error + errorNear(place, name) } satisfies Quantity;
  };
  return Object.fromEntries(outputs.map((name) => [name, biasOf(name)]));
}

/** Lagrange's weights of the nearest nodes; a node itself weighs 1. */
function weightsAt(nodes: readonly number[], at: number): { place: number; weight: number }[] {
  const after = nodes.findIndex((node) => node >= at);
  const first = Math.max(0, Math.min(after - STENCIL / 2, nodes.length - STENCIL));
  const near = nodes.slice(first, first + STENCIL);
  return near.map((node) => ({
    place: node,
    weight: near.reduce((product, other) => (other === node ? product : (product * (at - other)) / (node - other)), 1),
  }));
}
