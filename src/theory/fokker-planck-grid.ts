/** Nodes for the Fokker–Planck equation: dense where the law has its structure, and nested, so that errors can be told. */
import { TheoryError } from '../errors.js';
import type { Process } from './process.js';

export interface GridSetup {
  /** Places that must be nodes: the start, edges of bins. Those outside the domain are left out. */
  readonly breaks: readonly number[];
  /** Where the law is narrow at first. */
  readonly starts: readonly number[];
  /** The first time that is asked for: structure is σ√time wide then. */
  readonly shortest: number;
  /** The same for the ends. */
  readonly layer: number;
  /** Cells of the coarsest grid, about. */
  readonly cells: number;
}

// Shares of the cells: by diffusion length, by the potential's climb, around the starts, towards the ends.
const SHARES = { length: 0.4, climb: 0.2, starts: 0.25, ends: 0.15 } as const;
const CORE = 0.5; // of σ√time: inside it the cells around a start or an end are all alike
const SAMPLES = 4096; // of diffusion length and climb over the domain, denser towards the ends
const LEAST_NOISE = 1e-3; // of the largest: near an end without noise the diffusion length would be infinite

/** Nodes from end to end on `levels` grids; each has all nodes of the one before it, and one more between any two. */
export function nestedGrids(process: Process, setup: GridSetup, levels: number): Float64Array[] {
  const { lower, upper } = process;
  const inside = setup.breaks.filter((at) => at > lower && at < upper).sort((a, b) => a - b);
  const apart = 1e-12 * (upper - lower); // breaks nearer than this are one
  const breaks = [lower];
  for (const at of [...inside, upper]) if (at - breaks.at(-1)! > apart) breaks.push(at);
  breaks[breaks.length - 1] = upper;
  const share = sharesOf(process, setup);
  const segments = breaks.slice(1).map((right, i) => {
    const left = breaks[i]!;
    const [from, to] = [share(left), share(right)];
    return { left, right, from, to, cells: Math.max(1, Math.round(setup.cells * (to - from))) };
  });
  return Array.from({ length: levels }, (_, level) => {
    const nodes = [lower];
    for (const { left, right, from, to, cells } of segments) {
      const count = cells * 2 ** level;
      for (let j = 1; j < count; j++) nodes.push(invert(share, from + ((to - from) * j) / count, nodes.at(-1)!, right));
      nodes.push(right);
      if (!(nodes.at(-2)! < right && nodes.at(-1 - count)! === left)) throw new TheoryError(TOO_FINE);
    }
    return Float64Array.from(nodes);
  });
}

const TOO_FINE = 'the grid is finer than x can tell: the first time is too short beside the others';

/** The share of the cells below x, from 0 at the lower end to 1 at the upper. */
function sharesOf(process: Process, { starts, shortest, layer }: GridSetup): (x: number) => number {
  const { lower, upper } = process;
  const width = upper - lower;
  const x = Float64Array.from({ length: SAMPLES + 1 }, (_, i) => (1 - Math.cos((Math.PI * i) / SAMPLES)) / 2);
  const noise = x.map((at) => process.diffusion(lower + width * at));
  const least = LEAST_NOISE * noise.reduce((a, b) => Math.max(a, b), 0);
  const length = new Float64Array(SAMPLES + 1);
  const climb = new Float64Array(SAMPLES + 1);
  for (let i = 1; i <= SAMPLES; i++) {
    const middle = lower + (width * (x[i - 1]! + x[i]!)) / 2;
    const sigma = Math.max(least, process.diffusion(middle));
    const step = width * (x[i]! - x[i - 1]!);
    length[i] = length[i - 1]! + step / sigma;
    climb[i] = climb[i - 1]! + Math.abs((2 * process.drift(middle) * step) / sigma ** 2);
  }
  const around = (centre: number, at: number, time: number): number => {
    const core = Math.max(CORE * process.diffusion(centre) * Math.sqrt(time), 1e-9 * width);
    const log = (d: number) => Math.sign(d) * Math.log1p(Math.abs(d) / core);
    return (log(at - centre) - log(lower - centre)) / (log(upper - centre) - log(lower - centre));
  };
  const MOST_CLIMB = 30; // below it the diffusion length is enough
  const steep = Math.min(1, climb[SAMPLES]! / MOST_CLIMB);
  const gathered = starts.slice(0, 4);
  const weights = {
    length: SHARES.length + SHARES.climb * (1 - steep) + (gathered.length === 0 ? SHARES.starts : 0),
    climb: SHARES.climb * steep,
  };
  return (at) => {
    const angle = (SAMPLES * Math.acos(Math.min(1, Math.max(-1, 1 - (2 * (at - lower)) / width)))) / Math.PI;
    const i = Math.min(SAMPLES - 1, Math.floor(angle));
    const part = angle - i;
    const between = (sums: Float64Array) => (sums[i]! + part * (sums[i + 1]! - sums[i]!)) / (sums[SAMPLES]! || 1);
    let sum = weights.length * between(length) + weights.climb * between(climb);
    for (const centre of gathered) sum += (SHARES.starts / gathered.length) * around(centre, at, shortest);
    for (const end of [lower, upper]) sum += (SHARES.ends / 2) * around(end, at, layer);
    return sum;
  };
}

/** x between `low` and `high` with share(x) = target: bisection, closed in on by false position. */
function invert(share: (x: number) => number, target: number, low: number, high: number): number {
  let [a, b] = [low, high];
  let [fa, fb] = [share(a) - target, share(b) - target];
  for (let i = 0; i < 60 && b - a > 1e-13 * (high - low); i++) {
    const guess = i % 3 === 2 ? (a + b) / 2 : a - (fa * (b - a)) / (fb - fa);
    const x = guess > a && guess < b ? guess : (a + b) / 2;
    const f = share(x) - target;
    if (f === 0) return x;
    if (f < 0) [a, fa] = [x, f];
    else [b, fb] = [x, f];
  }
  return (a + b) / 2;
}
