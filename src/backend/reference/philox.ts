/**
 * Philox4x32: counter (4 words), key (2 words) → 4 independent u32.
 * Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
 */

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9; // key increments: golden ratio, √3 − 1
const W1 = 0xbb67ae85;

/** High word of the 64-bit product of two u32. */
export function mulhi(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + Math.floor((aLow * bLow) / 0x10000); // < 2³², so exact
  const cross = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(cross / 0x10000)) >>> 0;
}

/**
 * The four words of one address, written to out[0 … 3].
 * @param block the block of four steps, @param pathLow @param pathHigh the path's index, @param stream one of STREAM_…
 */
export function philox(
  out: Uint32Array,
  block: number,
  pathLow: number,
  pathHigh: number,
  stream: number,
  key: readonly [number, number],
  rounds: 7 | 10,
): void {
  let c0 = block;
  let c1 = pathLow;
  let c2 = pathHigh;
  let c3 = stream;
  let [k0, k1] = key;
  for (let round = 0; round < rounds; round++) {
    const high0 = mulhi(M0, c0);
    const low0 = Math.imul(M0, c0);
    const high1 = mulhi(M1, c2);
    const low1 = Math.imul(M1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}
