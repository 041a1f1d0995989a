// docs/pictures/: one plot of each kind, from the demonstration, a small sweep and a scaling study. node scripts/pictures.mjs; some minutes, mostly
// the exact values of the sweep. The same build on the same backend writes the same files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figuresOf } from '../dist/report/page/page.js';
import { standaloneSvg } from '../dist/report/plot/figure.js';
import { nodePen } from '../dist/report/plot/node-pen.js';
import { reportPage } from '../dist/report/sections/pages.js';
import { DEMONSTRATION } from '../dist/spec/defaults.js';
import { parseStudy } from '../dist/study/check.js';
import { critical } from '../dist/study/critical.js';
import { exactLaws } from '../dist/study/laws.js';
import { run } from '../dist/study/run.js';
import { sweep } from '../dist/study/sweep.js';
import { theory } from '../dist/study/theory.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../docs/pictures');

/** Figure of a report → file. */
const OF_RUN = {
  'passage0-times': 'first-passage',
  'passage0-survival': 'survival',
  'passage0-error': 'survival-error',
  position0: 'position',
  paths: 'paths',
  drift: 'drift',
  potential: 'potential',
};
const OF_SWEEP = { 'output0-map': 'sweep-value', 'output1-map': 'sweep-probability', 'output1-z': 'sweep-z' };

const OF_CRITICAL = { 'scaling-mean': 'scaling-mean', 'scaling-autocorrelationtime': 'scaling-time' };

/** γ = σ0 = 0: severity dies out at alpha = ⅛, the mean grows as the distance from there, the autocorrelation time as its inverse. */
const ABSORBING = {
  model: 'severity',
  params: { alpha: 0.3, beta: 1, gamma: 0, sigma0: 0, sigma1: 0.5 },
  initial: 0.5,
  paths: 65_536,
  dt: 0.02,
  horizon: 50,
  control: { name: 'alpha', from: 0.025, to: 0.825, steps: 17 },
};

const SWEEP = {
  ...DEMONSTRATION,
  paths: 1000,
  horizon: 40,
  saveAt: [40],
  seed: 1,
  grid: { alpha: { from: 0.05, to: 1, steps: 24 }, beta: { from: 0.05, to: 1, steps: 24 } },
  outputs: ['snapshot.mean', 'firstPassage.probability', 'theory.firstPassage.mean', 'theory.modes'],
};

const pen = await nodePen();
const result = await run(parseStudy({ ...DEMONSTRATION, samplePaths: 16 }));
const { spec } = result;
const material = { pen, theory: theory(spec), laws: exactLaws(spec) };
write(reportPage([{ kind: 'result', name: 'demonstration', result, material }]), OF_RUN);
write(
  reportPage([{ kind: 'sweep', name: 'sweep', sweep: await sweep(parseStudy(SWEEP)), material: { pen } }]),
  OF_SWEEP,
);
write(
  reportPage([
    { kind: 'critical', name: 'critical', critical: await critical(parseStudy(ABSORBING)), material: { pen } },
  ]),
  OF_CRITICAL,
);
process.exit(); // idle workers would keep it

/** @param {import('../dist/report/page/page.js').Page} page @param {Readonly<Record<string, string>>} files */
function write(page, files) {
  mkdirSync(folder, { recursive: true });
  for (const [name, file] of Object.entries(files)) {
    const figure = figuresOf(page).find((one) => one.name === name);
    if (figure === undefined) throw new RangeError(`expected the figure ${name}, got none`);
    writeFileSync(join(folder, `${file}.svg`), standaloneSvg(figure));
  }
}
