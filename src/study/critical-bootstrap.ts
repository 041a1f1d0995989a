/**
 * Bootstrap over blocks of paths. All points of a path share their random numbers, so a replicate takes the same blocks
 * everywhere: what the points' errors have in common is in every interval.
 */
import seedrandom from 'seedrandom';

const REPLICATES = 400; // of a standard error: known to 1/√800, some 4 %

/** How often each block is taken. */
export type BlockWeights = Float64Array;

/** The same for every number of blocks. */
export function replicatesOf(blocks: number): BlockWeights[] {
  const random = seedrandom('firstpassage critical');
  return Array.from({ length: REPLICATES }, () => {
    const weights = new Float64Array(blocks);
    for (let i = 0; i < blocks; i++) weights[Math.floor(random() * blocks)]! += 1;
    return weights;
  });
}

export const allOnce = (blocks: number): BlockWeights => new Float64Array(blocks).fill(1);

/** Standard error by leaving out one block at a time. */
export function jackknife(blocks: number, f: (weights: BlockWeights) => number): number {
  const weights = allOnce(blocks);
  const without = Array.from(weights, (_, g) => {
    weights[g] = 0;
    const value = f(weights);
    weights[g] = 1;
    return value;
  });
  const mean = without.reduce((a, b) => a + b, 0) / blocks;
  return Math.sqrt((without.reduce((sum, x) => sum + (x - mean) ** 2, 0) * (blocks - 1)) / blocks);
}

/** Half the width of a 95 % interval from the values of a statistic over the replicates: Student's, for so few blocks. */
export function halfWidth95(values: readonly number[], blocks: number): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  // Blocks drawn with replacement spread by (blocks − 1)/blocks too little.
  return studentQuantile(blocks - 1) * Math.sqrt((variance * blocks) / (blocks - 1));
}

/** Between which 95 % of the values lie. */
export function central95(values: readonly number[]): [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return [at(0.025), at(0.975)];
}

/** The 97.5 % quantile of Student's t: Cornish and Fisher's expansion, off by less than 0.3 % from 6 degrees of freedom on. */
export function studentQuantile(degrees: number): number {
  const z = 1.959963985;
  const [z3, z5, z7] = [z ** 3, z ** 5, z ** 7];
  return (
    z +
    (z3 + z) / (4 * degrees) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * degrees ** 3)
  );
}
