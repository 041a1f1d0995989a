// What the time step does to the mean first-passage time from 0.1 to 0.8: exactly, and by paths.
import { run } from '#dist/study/run.js';
import { exactLaw, passageStudy, schemeLaw, severity } from './ladder.mjs';
import { unsignedHeun } from './unsigned.mjs';

/** @typedef {import('#dist/backend/backend.js').Backend} Backend */

/** @type {readonly (readonly ['A' | 'B' | 'C' | 'D', number])[]} */
const ROWS = [
  ['A', 0.2],
  ['A', 0.1],
  ['B', 0.4],
  ['B', 0.2],
  ['B', 0.1],
  ['C', 0.2],
  ['C', 0.1],
  ['D', 0.2],
  ['D', 0.1],
];

/** @type {readonly { name: string, scheme: 'euler-maruyama' | 'lamperti-heun', monitor: 'grid' | 'bridge' | 'shift', digits: number, other?: import('./ladder.mjs').OtherStep }[]} */
const COLUMNS = [
  { name: 'Euler + grid', scheme: 'euler-maruyama', monitor: 'grid', digits: 2 },
  { name: 'Euler + bridge', scheme: 'euler-maruyama', monitor: 'bridge', digits: 3 },
  { name: 'Euler + shift', scheme: 'euler-maruyama', monitor: 'shift', digits: 3 },
  { name: 'Lamperti–Heun, unsigned', scheme: 'lamperti-heun', monitor: 'bridge', digits: 3, other: unsignedHeun },
  { name: 'Lamperti–Heun + bridge', scheme: 'lamperti-heun', monitor: 'bridge', digits: 3 },
];

/** @param {Backend} backend @param {number} paths @param {(line: string) => void} progress */
export async function biasTable(backend, paths, progress) {
  const lines = [
    `| set | dt | ${COLUMNS.map(({ name }) => name).join(' | ')} |`,
    `|---|---|${COLUMNS.map(() => '---|').join('')}`,
  ];
  let farthest = 0;
  for (const [set, dt] of ROWS) {
    const cells = [];
    for (const { scheme, monitor, digits, other } of COLUMNS) {
      const study = passageStudy(severity(set), { from: 0.1, to: 0.8, scheme, monitor, dt, paths });
      const exact = exactLaw(study);
      const own = schemeLaw(study, dt, other).mean;
      const percent = signed(100 * (own / exact.mean - 1), digits);
      if (other) {
        cells.push(percent);
        continue;
      }
      const horizon = Math.ceil((exact.mean + 30 * Math.sqrt(exact.variance)) / dt) * dt;
      const { firstPassage } = await run({ ...study, horizon, saveAt: [] }, { backend, checks: false });
      const { mean } = /** @type {import('#dist/result/result.js').FirstPassage} */ (firstPassage);
      const z = (Number(mean.value) - own) / Number(mean.standardError);
      farthest = Math.max(farthest, Math.abs(z));
      cells.push(`${percent} (${signed(100 * (Number(mean.value) / exact.mean - 1), digits)}, z ${signed(z, 1)})`);
    }
    lines.push(`| ${set} | ${dt} | ${cells.join(' | ')} |`);
    progress(`bias of set ${set} at ${dt}`);
  }
  return [
    ...lines,
    '',
    `In brackets: what ${(paths / 1e6).toFixed(0)} million paths on ${backend.name} gave, and its distance from the kernel's bias in standard errors (largest ${farthest.toFixed(1)}).`,
  ];
}

/** @param {number} value @param {number} digits */
const signed = (value, digits) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
