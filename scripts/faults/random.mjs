// Faults in random numbers: the generator, what is made of its words, and where they are drawn.
import { accounts, closedForms, edit, fault, paths, random, sameBits, unit } from './suites.mjs';

const REFERENCE = 'src/backend/reference';
const WASM = 'src/backend/wasm';

/** @type {import('./suites.mjs').Fault[]} */
export const randomFaults = [
  fault(
    'reference',
    'a wrong multiplier of Philox',
    edit(`${REFERENCE}/philox.ts`, 'const M0 = 0xd2511f53;', 'const M0 = 0xd2511f57;'),
    unit('backend/reference/random'),
    random('reference f32', "'?philox4x32-10'? of"),
  ),
  fault(
    'wasm',
    'a wrong multiplier of Philox',
    edit(`${WASM}/philox.ts`, 'const M1 = 0xcd9e8d57;', 'const M1 = 0xcd9e8d53;'),
    unit('backend/wasm/generators'),
  ),
  fault(
    'wasm',
    'a wrong key in the words of a step that all paths share',
    edit(`${WASM}/philox.ts`, '(k0 + Math.imul(2, W0))', '(k0 + Math.imul(3, W0))'),
    unit('backend/wasm/generators'),
  ),
  fault(
    'webgpu',
    'a wrong half of a multiplier of Philox',
    edit('shaders/philox.wgsl', 'a_low * 0xD251u', 'a_low * 0xD253u'),
    random('webgpu', "'?philox4x32-10'? of"),
  ),
  fault(
    'webgpu',
    'upper halves by floats lose their sign',
    edit('shaders/halves-by-floats.wgsl', '+ 0x1.8p23', '+ 0x1p23'),
    { project: 'webgpu', files: ['test/unit/backend/gpu/words.test.ts'], only: 'philox4x32-10, halves by floats' },
  ),
  fault(
    'webgpu',
    'a wrong increment of the key of Philox',
    edit('shaders/philox.wgsl', '0xBB67AE85u);', '0xBB67AE86u);'),
    random('webgpu', "'?philox4x32-10'? of"),
  ),
  fault(
    'webgpu',
    'a wrong key in the words of a step that all paths share',
    edit('shaders/philox.wgsl', 'p2.high ^ key3.y', 'p2.high ^ key2.y'),
    paths('webgpu', 'set A, reflect'),
  ),
  fault(
    'reference',
    'a wrong rotation of Threefry',
    edit(`${REFERENCE}/threefry.ts`, '[23, 5],', '[23, 6],'),
    random('reference f32', "'?threefry4x32-20'? of"),
  ),
  fault(
    'wasm',
    'the wrong word of the key added in Threefry',
    edit(`${WASM}/threefry.ts`, 'g.parameter(added(times + 1))', 'g.parameter(added(times + 2))'),
    unit('backend/wasm/generators'),
  ),
  fault(
    'wasm',
    'a step word of Threefry left unrotated',
    edit(`${WASM}/threefry.ts`, 'rotateWord(pathHigh, ROTATIONS[1][0])', 'rotateWord(pathHigh, ROTATIONS[0][0])'),
    unit('backend/wasm/generators'),
  ),
  fault(
    'webgpu',
    'an addition of Threefry without its number',
    edit('shaders/threefry.wgsl', 'vec4u(key, 0u, 5u)', 'vec4u(key, 0u, 4u)'),
    random('webgpu', "'?threefry4x32-20'? of"),
  ),
  fault(
    'wasm',
    'a round too few in the noise',
    edit(`${WASM}/philox.ts`, 'let index = 4; index < rounds', 'let index = 5; index < rounds'),
    unit('backend/wasm/generators'),
  ),
  fault(
    'wasm',
    'one key for both words in the noise by integers',
    edit(`${WASM}/integer-philox.ts`, 'this.#keys.get(keyName(k, index))', 'this.#keys.get(keyName(k && 0, index))'),
    unit('backend/wasm/march'),
  ),
  fault(
    'wasm',
    'an engine that keeps the order of code is not known',
    edit(`${WASM}/simd.ts`, '[5, 3, 1, 4, 0]', '[5, 3, 1, 8, 0]'),
    unit('backend/wasm/cut'),
  ),
  fault(
    'wasm',
    'the noise of a group by integers in the next group again',
    edit(`${WASM}/words-ahead.ts`, 'this.pieces(this.group)', 'this.pieces(0)'),
    unit('backend/wasm/march'),
  ),
  fault(
    'wasm',
    'the noise of the next group written over that of this one',
    edit(`${WASM}/words-ahead.ts`, "[this.next, this.here, 'xor']", "[this.next, this.here, 'and']"),
    unit('backend/wasm/march'),
  ),
  fault(
    'webgpu',
    'a round too few in the noise',
    edit('shaders/philox.wgsl', '    c = philox_round(c, keys.round10);\n', ''),
    paths('webgpu', 'set A, reflect'),
  ),
  fault(
    'wasm',
    'a coefficient of the logarithm off in its fifth digit',
    edit(`${WASM}/normal.ts`, '(-2 * Math.LN2)', '(-2.00004 * Math.LN2)'),
    random('wasm', 'maps words to normals'),
  ),
  fault(
    'reference',
    'the logarithm of a uniform that may be 0',
    edit(`${REFERENCE}/normal.ts`, 'round((word >>> 1) | 1)', 'round(word >>> 1)'),
    unit('backend/reference/random'),
  ),
  fault(
    'wasm',
    'the logarithm of a uniform that may be 0',
    edit(`${WASM}/normal.ts`, "g.or(g.shift('i32x4.shr_u', word, 1), g.bits(1))", "g.shift('i32x4.shr_u', word, 1)"),
    random('wasm', 'maps words to normals'),
  ),
  fault(
    'webgpu',
    'uniforms that reach to 2',
    edit('shaders/normal.wgsl', 'f32(word) * 0x1p-32', 'f32(word) * 0x1p-31'),
    paths('webgpu', 'eight thresholds of both kinds'),
  ),
  fault(
    'reference',
    'the same normals for two pairs of steps',
    edit(
      `${REFERENCE}/simulate.ts`,
      'normals(this.#z, 2, this.#words[2]!, this.#words[3]!',
      'normals(this.#z, 2, this.#words[0]!, this.#words[1]!',
    ),
    paths('wasm', 'set A, reflect'),
  ),
  fault(
    'webgpu',
    'the same normals for two pairs of steps',
    [
      edit(
        'shaders/simulate.wgsl',
        '(noise_words(quads[quad], path, keys)',
        '(noise_words(quads[quad], path, keys).xyxy',
      ),
      edit(
        'shaders/rush-plain.wgsl',
        '(noise_words(quads[next], path, keys)',
        '(noise_words(quads[next], path, keys).xyxy',
      ),
    ],
    paths('webgpu', 'set A, reflect'),
  ),
  fault(
    'webgpu',
    'a careful step has the noise of another block of steps',
    edit('shaders/simulate.wgsl', 'noise_words(quads[quad], path', 'noise_words(quads[quad / 2u], path'),
    paths('webgpu', 'a bridge threshold'),
  ),
  fault(
    'webgpu',
    'a calm step of a watched path has the noise of another block of steps',
    edit('shaders/rush-watched.wgsl', 'noise_words(quads[quad], path', 'noise_words(quads[quad / 2u], path'),
    paths('webgpu', 'a bridge threshold'),
  ),
  fault(
    'webgpu',
    'a lane that takes path after path has the noise of another block of steps',
    edit('shaders/stroll.wgsl', 'quad_words(quad, params', 'quad_words(quad / 2u, params'),
    {
      project: 'webgpu',
      files: ['test/unit/backend/gpu/simulate.test.ts'],
      only: 'lanes that take path after path',
    },
  ),
  fault(
    'reference',
    'the counter does not advance: the same noise for all blocks of steps',
    edit(`${REFERENCE}/simulate.ts`, 'this.#draw(Math.floor((step - 1) / 4), path', 'this.#draw(0, path'),
    paths('wasm', 'set A, reflect'),
  ),
  fault(
    'wasm',
    'the counter advances every other time: the same noise for two blocks of steps',
    edit(`${WASM}/block-run.ts`, 'this.pathHigh, block)', 'this.pathHigh, block & ~1)'),
    paths('wasm', 'set A, reflect'),
    closedForms('wasm', 'Ornstein'),
  ),
  fault(
    'wasm',
    'the step table of the first steps is that of all',
    edit(`${WASM}/block-run.ts`, 'if (table.firstBlock !== firstBlock) table.filled = 0;', ''),
    unit('backend/wasm/backend'),
  ),
  fault(
    'wasm',
    'the step table of the first paths is that of those beyond 2³² too',
    edit(`${WASM}/block-run.ts`, '      this.table.filled = 0;\n', ''),
    unit('backend/wasm/march'),
  ),
  fault(
    'webgpu',
    'the counter advances every other time: the same noise for two blocks of steps',
    edit('shaders/quads.wgsl', 'quad_words(quad,', 'quad_words(quad & 0xFFFFFFFEu,'),
    paths('webgpu', 'set A, reflect'),
    closedForms('webgpu', 'Ornstein'),
  ),
  fault(
    'reference',
    'two paths share their noise',
    edit(`${REFERENCE}/simulate.ts`, 'block, path % 2 ** 32,', 'block, (path - (path % 2)) % 2 ** 32,'),
    paths('wasm', 'set A, reflect'),
  ),
  fault(
    'wasm',
    'two paths share their noise',
    edit(
      `${WASM}/lanes.ts`,
      "pathWords(g, g.load(lane, carried['path']!))",
      "pathWords(g, g.and(g.load(lane, carried['path']!), g.bits(-2)))",
    ),
    paths('wasm', 'set A, reflect'),
  ),
  fault(
    'webgpu',
    'two paths share their noise',
    edit('shaders/rush-plain.wgsl', 'path_words(path_low_of(slot),', 'path_words(path_low_of(slot & 0xFFFFFFFEu),'),
    paths('webgpu', 'set A, reflect'),
  ),
  fault(
    'reference',
    'paths 2³² apart share their noise',
    edit(`${REFERENCE}/simulate.ts`, 'Math.floor(path / 2 ** 32), stream', '0, stream'),
    sameBits('reference f32', 'other seeds and other paths'),
  ),
  fault(
    'webgpu',
    'every batch starts from the first path',
    edit('src/backend/gpu/single.ts', 'pathOffset + block * BLOCK;', 'pathOffset + 0 * block;'),
    sameBits('webgpu', 'gives the same bits again'),
  ),
  fault(
    'reference and wasm',
    'the uniforms of the bridge are those of the noise',
    edit(`${REFERENCE}/generator.ts`, 'STREAM_BRIDGE = 2;', 'STREAM_BRIDGE = 0;'),
    paths('webgpu', 'eight thresholds of both kinds'),
  ),
  fault(
    'reference',
    'all thresholds share one uniform',
    edit(`${REFERENCE}/simulate.ts`, 'uniform(this.#words[j % 4]!', 'uniform(this.#words[0]!'),
    paths('wasm', 'eight thresholds of both kinds'),
  ),
  fault(
    'wasm',
    'all thresholds share one uniform',
    edit(`${WASM}/start.ts`, 'views.uniforms[j % WORDS]!', 'views.uniforms[0 * (j % WORDS)]!'),
    paths('wasm', 'eight thresholds of both kinds'),
  ),
  fault(
    'webgpu',
    'all thresholds share one uniform',
    edit('shaders/simulate.wgsl', 'uniform_of(words[j % 4u])', 'uniform_of(words.x)'),
    paths('webgpu', 'eight thresholds of both kinds'),
  ),
  fault(
    'all',
    'seven rounds asked for, ten drawn',
    edit(`${REFERENCE}/generator.ts`, "'philox4x32-7': 7", "'philox4x32-7': 10"),
    random('reference f32', "'?philox4x32-7'? of"),
    unit('backend/wasm/generators'),
  ),
  fault(
    'all',
    'the high word of the seed is lost',
    edit('src/plan/seed.ts', 'Number(literal / WORD)]', '0]'),
    unit('plan/seed'),
  ),
  fault(
    'wasm',
    'a spread start is not interpolated',
    edit(`${WASM}/start.ts`, 'f(f(t - i) *', 'f(f(0 * (t - i)) *'),
    accounts('wasm', 'starts where'),
  ),
];
