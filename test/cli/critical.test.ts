import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Critical } from '#dist/result/critical.js';
import { firstpassage, start, temporaryFolder } from './spawn.js';

const BUSY = 120_000; // ms on a machine that does other things too

const folder = temporaryFolder();
const file = join(folder, 'study.yaml');
writeFileSync(
  file,
  `
model: ornstein-uhlenbeck
params: { theta: 1, m: 0, sigma: 0.5 }
dt: 0.05
paths: 32768
backend: wasm
control: { name: theta, from: 0.5, to: 2, steps: 9 }
`,
);

test('critical --json --out --quiet: the result alone, and its files', { timeout: BUSY }, async () => {
  const out = join(folder, 'out');
  const { code, stdout, stderr } = await firstpassage('critical', file, '--json', '--out', out, '--quiet');
  expect([code, stderr]).toEqual([0, '']);
  const told = JSON.parse(stdout) as Critical;
  expect(told).toMatchObject({ schema: 'firstpassage/critical@1', control: 'theta', verdict: 'crossover', at: null });
  expect(told.points).toHaveLength(9);
  // Both times are 1/θ, and the law is normal but for the ends of the domain.
  for (const { control, relaxationTime, binder } of told.points.slice(2)) {
    expect(Math.abs(relaxationTime.exact! * control - 1)).toBeLessThan(1e-3);
    expect(Math.abs(binder.value! - binder.exact!)).toBeLessThan(5 * binder.standardError!);
  }
  expect(readdirSync(out).sort()).toEqual(['critical.csv', 'critical.json']);
  expect(JSON.parse(readFileSync(join(out, 'critical.json'), 'utf8'))).toEqual(told);
  const [header, ...rows] = readFileSync(join(out, 'critical.csv'), 'utf8').trim().split('\n');
  expect(header).toMatch(/^theta,distance,law,param_theta,param_m,param_sigma,mean,mean_se,mean_exact,/);
  expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(told.points.map(({ control }) => control));
});

test('critical, interrupted: what is known is printed, marked partial', { timeout: BUSY }, async () => {
  const { child, ended } = start(['critical', file, '--set', 'paths=100000000']);
  await new Promise((resolve) => child.stderr!.once('data', resolve));
  await new Promise((resolve) => setTimeout(resolve, 4000)); // into the runs, or the quadrature before them
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect([code, stdout.slice(0, 11)]).toEqual([130, 'Interrupted']);
  expect(stderr).toContain('stopping: what is computed will be printed');
});
