/**
 * Threefry4x32-20: counter (4 words), key (2 words, the other two of the published four are 0) → 4 independent u32.
 * Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
 */

export const THREEFRY_ROUNDS = 20;
/** The key's words and their parity with this are added in turn. */
const PARITY = 0x1bd11bda;
/** Bits by which the two pairs of a round are rotated; after eight rounds again. */
export const ROTATIONS = [
  [10, 26],
  [11, 21],
  [13, 27],
  [23, 5],
  [6, 20],
  [17, 11],
  [25, 10],
  [18, 20],
] as const;

/** The five words that are added, each four rounds from another one on. */
export const threefrySchedule = ([k0, k1]: readonly [number, number]): readonly number[] => [
  k0,
  k1,
  0,
  0,
  (PARITY ^ k0 ^ k1) >>> 0,
];

/** As a signed word. */
export const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** The four words of one address, written to out[0 … 3]; as philox(). */
export function threefry(
  out: Uint32Array,
  block: number,
  pathLow: number,
  pathHigh: number,
  stream: number,
  key: readonly [number, number],
): void {
  const schedule = threefrySchedule(key);
  const added = (index: number): number => schedule[index % schedule.length]!;
  let x0 = (block + added(0)) | 0;
  let x1 = (pathLow + added(1)) | 0;
  let x2 = (pathHigh + added(2)) | 0;
  let x3 = (stream + added(3)) | 0;
  for (let round = 0; round < THREEFRY_ROUNDS; round++) {
    const [first, second] = ROTATIONS[round % ROTATIONS.length]!;
    if (round % 2 === 0) {
      x0 = (x0 + x1) | 0;
      x1 = rotate(x1, first) ^ x0;
      x2 = (x2 + x3) | 0;
      x3 = rotate(x3, second) ^ x2;
    } else {
      x0 = (x0 + x3) | 0;
      x3 = rotate(x3, first) ^ x0;
      x2 = (x2 + x1) | 0;
      x1 = rotate(x1, second) ^ x2;
    }
    if (round % 4 === 3) {
      const times = (round + 1) / 4;
      x0 = (x0 + added(times)) | 0;
      x1 = (x1 + added(times + 1)) | 0;
      x2 = (x2 + added(times + 2)) | 0;
      x3 = (x3 + added(times + 3) + times) | 0;
    }
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}
