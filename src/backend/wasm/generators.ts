import type { Rng } from '../../spec/study.js';
import { PHILOX_ROUNDS } from '../reference/generator.js';
import type { Generator } from './generator.js';
import { philoxGenerator } from './philox.js';
import { threefryGenerator } from './threefry.js';

export const generatorOf = (rng: Rng): Generator =>
  rng === 'threefry4x32-20' ? threefryGenerator : philoxGenerator(PHILOX_ROUNDS[rng]);
