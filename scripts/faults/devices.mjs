// Faults in how a device is dealt with: its losses, how much it is given at once, what is kept of it.
import { edit, fault } from './suites.mjs';

const GPU = 'src/backend/gpu';

/** @param {string} file @param {string} only @returns {import('./suites.mjs').Suite} */
const gpu = (file, only) => ({ project: 'webgpu', files: [`test/unit/backend/gpu/${file}.test.ts`], only });

/** @type {import('./suites.mjs').Fault[]} */
export const deviceFaults = [
  fault(
    'webgpu',
    'nobody looks whether submissions were run',
    edit(`${GPU}/device.ts`, 'if (run === submissions) return;', 'if (run <= submissions) return;'),
    gpu('errors', 'gave up and called done'),
  ),
  fault(
    'webgpu',
    'a batch is emptied by a submission without a mark',
    edit(`${GPU}/buffers.ts`, 'if (this.submissions === 0) encoder', 'if (this.submissions >= 0) encoder'),
    gpu('errors', 'gave up and called done'),
  ),
  fault(
    'webgpu',
    'a device keeps whatever was waited for',
    edit(`${GPU}/device.ts`, 'this.#waiting.delete(reject);', ''),
    gpu('errors', 'keeps nothing'),
  ),
  fault(
    'webgpu',
    'a batch begins with what submissions without work had grown to',
    edit(`${GPU}/pace.ts`, 'if (ms <= SHORT_MS) return;', 'if (ms <= 0 * SHORT_MS) return;'),
    gpu('schedule', 'learns nothing'),
  ),
  fault(
    'webgpu',
    'paths that had ended count as a measure of speed',
    edit(`${GPU}/pace.ts`, 'Math.max(this.#paths, alive * Math', 'Math.max(this.#paths, (paths + alive) * Math'),
    gpu('schedule', 'grows by what lived'),
  ),
  fault(
    'webgpu',
    'a device of unknown speed gets as many watched paths as fit',
    edit(`${GPU}/single.ts`, 'Math.floor(launcher.pathsAtOnce(plan) / BLOCK)', 'Infinity'),
    gpu('simulate', 'begins with few'),
  ),
  fault(
    'webgpu',
    'results have no room where they are read back',
    edit('src/plan/gpu.ts', 'Math.min(largest, toRead) / momentsOfBlock', 'largest / momentsOfBlock'),
    { project: 'node', files: ['test/unit/plan/gpu.test.ts'], only: 'leaves room' },
  ),
];
