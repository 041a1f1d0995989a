// The phase diagram of bench/phase-diagram.yaml: its time, the map of z, and the ratio to a warm loop of single runs.
// node bench/sweep.mjs [--steps 100] [--paths 2000] [--backend wasm] [--loop 200] [--threads N] [--save FILE]
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadStudyText, parseStudy, run, runPoints, selectBackend, studyAt, sweep } from '../dist/index.js';

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '100' },
    paths: { type: 'string', default: '2000' },
    backend: { type: 'string', default: 'auto' },
    loop: { type: 'string', default: '200' },
    threads: { type: 'string' },
    save: { type: 'string' },
  },
});
const file = fileURLToPath(new URL('./phase-diagram.yaml', import.meta.url));
const input = loadStudyText(await readFile(file, 'utf8'), 'phase-diagram.yaml');
for (const axis of Object.values(input.grid)) axis.steps = Number(options.steps);
const study = parseStudy({ ...input, paths: Number(options.paths), backend: options.backend });
const { backend } = await selectBackend(study.backend);

const started = performance.now();
let told = started;
const result = await sweep(study, {
  backend,
  ...(options.threads ? { threads: Number(options.threads) } : {}),
  onProgress({ stage, done, secondsLeft }) {
    if (performance.now() - told < 10_000) return;
    told = performance.now();
    console.error(`${stage} ${Math.floor(done)}, ${secondsLeft === null ? '?' : Math.round(secondsLeft)} s left`);
  },
});
const total = (performance.now() - started) / 1000;
const { provenance, points, axes } = result;
if (options.save) await writeFile(options.save, JSON.stringify(result));
console.log(
  `${points.length} points × ${study.paths} paths on ${backend.name} (${backend.adapter}, ${backend.threads} threads)`,
);
console.log(
  `total ${total.toFixed(1)} s; simulation ${provenance.seconds.toFixed(1)} s, ${provenance.pathSteps.toExponential(3)} path-steps, ${provenance.pathStepsPerSecond.toExponential(2)} a second`,
);
console.log(
  `exact values and biases ${provenance.theorySeconds.toFixed(1)} s of all threads together, biases at ${provenance.biasPoints} points`,
);

const columns = axes[1].values.length;
for (const name of study.outputs) {
  const z = points.map(({ outputs }) => outputs[name].zCorrected);
  const known = z.filter((value) => value !== null);
  if (known.length < 100) continue;
  const n = known.length;
  const mean = known.reduce((sum, value) => sum + value, 0) / n;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  const kurtosis = known.reduce((sum, value) => sum + (value - mean) ** 4, 0) / n / variance ** 2 - 3;
  const largest = known.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Moran's I with weights 1 to the next point on each axis; without structure −1/(n − 1) ± 1/√pairs.
  let [pairs, products] = [0, 0];
  z.forEach((value, i) => {
    for (const j of [i + columns, (i + 1) % columns === 0 ? -1 : i + 1]) {
      const other = z[j] ?? null;
      if (value === null || other === null) continue;
      pairs++;
      products += (value - mean) * (other - mean);
    }
  });
  const moran = products / pairs / variance;
  const beyond = [2, 3].map((k) => known.filter((value) => Math.abs(value) > k).length / n);
  console.log(
    `${name}: ${n} z, mean ${mean.toFixed(4)} ± ${(1 / Math.sqrt(n)).toFixed(4)}, variance ${variance.toFixed(3)} ± ${Math.sqrt(2 / n).toFixed(3)}, excess kurtosis ${kurtosis.toFixed(2)} ± ${Math.sqrt(24 / n).toFixed(2)}, largest ${largest.toFixed(2)}, beyond 2 and 3: ${beyond.map((share) => (100 * share).toFixed(2)).join(' and ')} % (normal: 4.55 and 0.27), Moran's I ${moran.toFixed(4)} ± ${(1 / Math.sqrt(pairs)).toFixed(4)}`,
  );
}

// The same points, some of them, one run after the other on the same warm backend, and together.
const count = Math.min(points.length, Number(options.loop));
const some = Array.from({ length: count }, (_, i) => Math.floor((i * points.length) / count));
const studies = some.map((index) => studyAt(study, points[index].params));
for (const each of studies.slice(0, 3)) await run(each, { backend, checks: false });
const seconds = async (work) => {
  const at = performance.now();
  await work();
  return (performance.now() - at) / 1000;
};
const rounds = [];
for (let round = 0; round < 3; round++) {
  const loop = await seconds(async () => {
    for (const each of studies) await run(each, { backend, checks: false });
  });
  const many = await seconds(() => runPoints(studies, { backend, onPoint: () => {} }));
  rounds.push({ loop, many });
}
rounds.sort((a, b) => a.loop / a.many - b.loop / b.many);
const ratios = rounds.map(({ loop, many }) => (loop / many).toFixed(2));
console.log(
  `${count} of the points: a warm loop of single runs takes ${ratios[1]} times as long as all together (three rounds: ${ratios.join(', ')}; ${rounds[1].loop.toFixed(2)} s and ${rounds[1].many.toFixed(2)} s)`,
);
await backend.close();
process.exit();
