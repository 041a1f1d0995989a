// Instructions per step on GPUs that are not here: what their compiler makes of our kernels, and the rates that this implies.
//   npm run build && node bench/gpu-instructions.mjs [families: navi21 navi31 vega20 …]
// Needs gcc, libvulkan-dev, spirv-tools, and mesa-vulkan-drivers 25 (Debian 12: from bookworm-backports): Mesa's RADV compiles for a
// GPU that it is told to believe in (RADV_FORCE_FAMILY). Where its .json file is not found, name it in VK_ICD_FILENAMES.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loopOf } from './instructions/amd.mjs';
import { dumpSpirv } from './instructions/dump-spirv.mjs';
import { NORMALS, SCENARIOS, STEPS } from './instructions/scenarios.mjs';

const ICDS = ['/usr/share/vulkan/icd.d/radeon_icd.json', '/usr/share/vulkan/icd.d/radeon_icd.x86_64.json'];
/** Compute units × 64 lanes × boost clock of a named card: its vector instructions per second and lane. */
const CARDS = {
  navi21: { name: 'Radeon RX 6900 XT', lanes: 80 * 64, hertz: 2.25e9 },
  navi31: { name: 'Radeon RX 7900 XTX', lanes: 96 * 64, hertz: 2.5e9 },
};
const QUARTER_RATE = 4; // cycles of a 32-bit product or a transcendental function on these cards, beside 1 of the others
const BINDINGS = 'usussss'; // of simulate.wgsl: u = uniform buffer, s = storage buffer

const families = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(CARDS);
const icd = process.env['VK_ICD_FILENAMES'] ?? ICDS.find((file) => existsSync(file));
if (icd === undefined) {
  console.error(
    `gpu-instructions: expected RADV's driver at ${ICDS.join(' or ')}, got none: install mesa-vulkan-drivers, or name its .json file in VK_ICD_FILENAMES`,
  );
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'firstpassage-instructions-'));
const compiler = join(folder, 'pipeline');
try {
  execFileSync('gcc', [
    '-std=c11',
    '-O1',
    fileURLToPath(new URL('./instructions/pipeline.c', import.meta.url)),
    '-o',
    compiler,
    '-lvulkan',
  ]);
  console.log(
    '| GPU | scenario | normals | instructions a step | vector | products and transcendentals | registers | spilled | estimate, path-steps/s |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const [scenario, study] of Object.entries(SCENARIOS)) {
    for (const normals of NORMALS) {
      const spirv = assemble(dumpSpirv({ study, normals, entry: 'rush' }));
      for (const family of families) console.log(rowOf({ scenario, normals, family }, compile(spirv, family)));
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * What the compiler for `family` tells of a kernel.
 * @param {string} spirv path @param {string} family
 */
function compile(spirv, family) {
  try {
    return execFileSync(compiler, [spirv, 'dawn_entry_point', BINDINGS], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, VK_ICD_FILENAMES: icd, RADV_FORCE_FAMILY: family },
    });
  } catch (cause) {
    throw new Error(
      `expected RADV (${icd}) to compile for ${family}, got ${cause instanceof Error ? cause.message : cause}: Mesa 25 is needed, older ones know fewer families`,
      { cause },
    );
  }
}

/** @param {{ scenario: string, normals: string, family: string }} what @param {string} text */
function rowOf({ scenario, normals, family }, text) {
  const { instructions, vector, slow } = loopOf(text);
  /** @param {string} name */
  const statistic = (name) => new RegExp(`statistic ${name}: (\\d+)`).exec(text)?.[1] ?? '?';
  const card = CARDS[/** @type {keyof typeof CARDS} */ (family)];
  const cycles = vector / STEPS + ((QUARTER_RATE - 1) * slow) / STEPS;
  const estimate = card ? `${((card.lanes * card.hertz) / cycles).toExponential(1)} (${card.name})` : '';
  const counts = [instructions, vector, slow].map((n) => n / STEPS);
  return `| ${[family, scenario, normals, ...counts, statistic('VGPRs'), statistic('Spilled VGPRs'), estimate].join(' | ')} |`;
}

/** @param {string} text */
function assemble(text) {
  const known = text.split('\n').filter((line) => !/maximal_reconvergence|MaximallyReconverges/.test(line)); // newer than Debian's assembler
  const [source, binary] = [join(folder, 'kernel.spvasm'), join(folder, 'kernel.spv')];
  writeFileSync(source, known.join('\n'));
  execFileSync('spirv-as', ['--target-env', 'vulkan1.3', source, '-o', binary]);
  if (readFileSync(binary).length === 0) throw new Error('expected SPIR-V from spirv-as, got nothing');
  return binary;
}
