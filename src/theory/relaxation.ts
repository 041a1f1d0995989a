/** The relaxation rate: how fast the slowest difference from the stationary law dies out. */
import type { Process, Quantity } from './process.js';
import { spectrumOf } from './spectrum.js';

/** The first non-zero eigenvalue of −L between ends that keep the paths. */
export const relaxationRate = (process: Process): Quantity =>
  spectrumOf(process, { lower: 'reflect', upper: 'reflect' }, 1).rates[0]!;
