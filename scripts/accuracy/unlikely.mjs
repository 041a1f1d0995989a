// Unlikely hits at probabilities from 1e-3 to 1e-12: the table of docs/accuracy.md. `npm run build`, then
//   node scripts/accuracy/unlikely.mjs [--seeds 20] [--paths 20000] [--roots 1000]
// Brownian motion has closed-form probabilities at any time step (the bridge is exact without drift); those of the severity
// model are the scheme's own, from its kernel. Plain sampling is measured at 1e-3 and computed below.
import { parseArgs } from 'node:util';
import { selectBackend } from '../../dist/backend/select.js';
import { parseStudy } from '../../dist/study/check.js';
import { biasOf } from '../../dist/study/checks.js';
import { run } from '../../dist/study/run.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    paths: { type: 'string', default: '20000' },
    roots: { type: 'string', default: '1000' },
  },
});
const seeds = Number(values.seeds);
const PATHS = { plain: 100_000, tilted: Number(values.paths), splitting: Number(values.roots) };
const STEPS = 100;
const MEASURED = 9e-4; // plain sampling is run for hits likelier than this

/** Brownian motion from 0 up to 1.5: horizons at which erfc(1.5/√(2T)) is the power of ten. */
const brownian = [0.2077896, 0.1153205, 0.0792541, 0.0601816, 0.0442678].map((horizon) => ({
  name: 'Brownian motion',
  study: {
    model: { drift: '0*x', diffusion: '1' },
    domain: [-3, 1.5],
    initial: 0,
    horizon: Number(horizon.toPrecision(4)),
    firstPassage: { threshold: 1.5 },
  },
}));
const severity = [0.555, 0.655, 0.717, 0.771, 0.835].map((threshold) => ({
  name: `severity to ${threshold}`,
  study: {
    model: 'severity',
    params: { alpha: 0.3, beta: 0.9, gamma: 0.01, sigma0: 0.1, sigma1: 0 },
    initial: 0.1,
    horizon: 3,
    firstPassage: { threshold },
  },
}));

/** @param {import('../../dist/spec/study.js').Study} study @param {'plain' | 'tilted' | 'splitting'} method @param {number} exact */
async function measure(study, method, exact) {
  const { backend } = await selectBackend('auto', method);
  const passages = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const { firstPassage, provenance } = await run(
      { ...study, method, paths: PATHS[method], seed },
      { backend, checks: false },
    );
    passages.push({ ...firstPassage, steps: provenance.pathSteps });
  }
  await backend.close();
  const mean = (of) => passages.reduce((sum, p) => sum + of(p), 0) / seeds;
  const value = mean((p) => p.probability.value);
  const paths = PATHS[method];
  // Of all runs together: relative variance of one path × path-steps of one path.
  const spread = mean((p) => (p.probability.standardError / value) ** 2 * paths);
  const error = Math.sqrt(mean((p) => p.probability.standardError ** 2) / seeds);
  const chi2 =
    (seeds * mean((p) => (p.probability.value - exact) ** 2)) / mean((p) => p.probability.standardError ** 2);
  return { value, error, chi2, work: spread * mean((p) => p.steps / paths) };
}

const digits = (x, n = 3) =>
  x === 0 ? '0' : x.toExponential(n - 1).replace(/e([+-])(\d+)/, (_, s, e) => `e${s === '-' ? '−' : ''}${e}`);
const plainly = (x) => (x < 1e5 ? String(Number(x.toPrecision(2))) : digits(x, 2));

console.log('| hit | P | method | estimate | z | χ² of the seeds | relative variance × path-steps | against plain |');
console.log('|---|---|---|---|---|---|---|---|');
for (const { name, study: written } of [...brownian, ...severity]) {
  const study = parseStudy({ ...written, dt: written.horizon / STEPS });
  const { value: exact } = biasOf(study).firstPassage[0].probability;
  const computed = ((1 - exact) / exact) * STEPS;
  const methods = exact > MEASURED ? ['plain', 'tilted', 'splitting'] : ['tilted', 'splitting'];
  for (const method of methods) {
    const { value, error, chi2, work } = await measure(study, /** @type {'tilted'} */ (method), exact);
    const cells = [
      method === methods[0] ? name : '',
      method === methods[0] ? digits(exact, 4) : '',
      method,
      `${digits(value, 4)} ± ${((100 * error) / exact).toPrecision(2)} %`,
      ((value - exact) / error).toFixed(2).replace('-', '−'),
      chi2.toFixed(0),
      plainly(work),
      method === 'plain' ? `computed ${plainly(computed)}` : `${plainly(computed / work)} × less`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
