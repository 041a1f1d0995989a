// A Vulkan driver for Dawn: one of this machine, or SwiftShader. The loader reads its variables when a process starts.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listAdapters } from '../dist/backend/gpu/index.js';
import { swiftshader } from '../test/helpers/swiftshader.mjs';

const FOLDERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'];
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/**
 * Runs this program once more with SwiftShader, and ends with it, where Dawn finds no adapter of this machine.
 */
export async function restartWithoutAdapter() {
  if (isRestarted() || (await listAdapters()).length > 0) return;
  const { status } = spawnSync(process.execPath, process.argv.slice(1), {
    env: { ...process.env, ...swiftshader().env },
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}

const isRestarted = () => process.env.LD_LIBRARY_PATH?.split(':').includes(swiftshader().directory) ?? false;

const manifests = () =>
  FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder).map((name) => join(folder, name)),
  );

/** Why lavapipe, a driver that needs no hardware, takes no part although it is installed; null where it does, or is not. */
export function lavapipeRefused() {
  const manifest = isRestarted() ? manifests().find((file) => /lvp_icd/.test(file)) : undefined;
  if (manifest === undefined) return null;
  const { stdout } = spawnSync(process.execPath, [MAIN, 'doctor', '--json'], {
    env: { ...process.env, VK_ICD_FILENAMES: manifest },
    encoding: 'utf8',
  });
  const { adapters, driverMessages } = JSON.parse(stdout);
  if (adapters.length > 0) return null;
  return `webgpu in node on lavapipe: Dawn refuses ${manifest} (${driverMessages.join('; ')}), Mesa 23.1 or later is needed`;
}
