/** What the doctor found, as a page of text. */
import type { DoctorReport } from '../study/doctor.js';
import { formatSeconds } from './number.js';
import { formatTable } from './table.js';

export function doctorText(report: DoctorReport): string {
  const { version, adapters, driverMessages = [], threads, simd, relaxedSimd, backends } = report;
  const rows = Object.entries(backends).map(([name, b]) => [
    name,
    b.verdict,
    b.normalError === null ? '' : `normals within ${Number(b.normalError.toPrecision(2))}`,
    b.startupSeconds === null ? '' : `start-up ${formatSeconds(b.startupSeconds)}`,
    b.device ?? '',
  ]);
  const why = Object.entries(backends).flatMap(([name, b]) => (b.why === null ? [] : [`  ${name}: ${b.why}`]));
  return [
    `firstpassage ${version}`,
    `WASM SIMD ${simd ? 'yes' : 'no'}, relaxed ${relaxedSimd ? 'yes' : 'no'}, ${threads} worker thread${threads === 1 ? '' : 's'}`,
    adapters.length === 0 ? 'GPU adapters: none' : 'GPU adapters:',
    ...adapters.map(({ name, isSoftware }) => `  ${name}${isSoftware ? ' (software)' : ''}`),
    ...(driverMessages.length === 0 ? [] : ['GPU drivers said:', ...driverMessages.map((message) => `  ${message}`)]),
    '',
    'Backends: known answers of each generator, and the map to normals',
    ...formatTable(rows, ['left', 'left', 'left', 'left', 'left']).map((line) => `  ${line}`),
    ...why,
  ].join('\n');
}
