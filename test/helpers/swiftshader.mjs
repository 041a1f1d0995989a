// A test machine from npm alone: headless Chromium, and SwiftShader as the Vulkan driver of Dawn, both unpacked from the
// package @sparticuz/chromium into .cache/ of this repository.
//
// The loader reads LD_LIBRARY_PATH when a process starts: give `env` to the process that is to use WebGPU (vitest: `test.env`
// with pool 'forks'), setting process.env inside it comes too late.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = join(dirname(fileURLToPath(import.meta.url)), '../../.cache');
const packageMain = createRequire(import.meta.url).resolve('@sparticuz/chromium');
const packageRoot = join(dirname(packageMain), '../..');

/**
 * Where Chromium and SwiftShader are, unpacked on the first call (about five seconds; at once afterwards).
 * Safe in several processes at once: each unpacks beside, the first to rename its folder wins.
 *
 * @returns {{
 *   directory: string, chromium: string,
 *   env: { VK_ICD_FILENAMES: string, LD_LIBRARY_PATH: string }, libraries: string,
 * }} `chromium` is the executable of headless Chromium, `libraries` the folder of those it needs beside libc;
 *   `env` makes Dawn find SwiftShader.
 */
export function swiftshader() {
  const directory = join(cache, `chromium-${packageVersion()}`);
  if (!existsSync(directory)) unpack(directory);
  const others = process.env.LD_LIBRARY_PATH;
  return {
    directory,
    chromium: join(directory, 'chromium'),
    libraries: join(directory, 'al2023/lib'),
    env: {
      VK_ICD_FILENAMES: join(directory, 'vk_swiftshader_icd.json'),
      LD_LIBRARY_PATH: others ? `${directory}:${others}` : directory,
    },
  };
}

/** @returns {string} */
function packageVersion() {
  return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version;
}

/** @param {string} directory */
function unpack(directory) {
  mkdirSync(cache, { recursive: true });
  const partial = mkdtempSync(join(cache, 'unpacking-'));
  try {
    // The package unpacks into TMPDIR, and takes what it finds there for its own: a private one, in a process of its own.
    execFileSync(process.execPath, ['--input-type=module', '-e', UNPACK, packageMain], {
      // The variable makes it unpack libnss3, libnspr4 and libexpat as well, which bare machines lack.
      env: { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const icd = join(partial, 'vk_swiftshader_icd.json');
    const manifest = JSON.parse(readFileSync(icd, 'utf8'));
    manifest.ICD.library_path = './libvk_swiftshader.so';
    writeFileSync(icd, JSON.stringify(manifest));
    renameSync(partial, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error; // otherwise another process was first
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

const UNPACK = 'const { default: chromium } = await import(process.argv[1]); await chromium.executablePath();';
