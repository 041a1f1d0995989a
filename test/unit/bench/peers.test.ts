/** Peers that are programs: what they say is read, what they lack is told. */
import { expect, test } from 'vitest';
import { mainScenarios, withFewerPaths } from '#dist/bench/scenario.js';
import { cppContestants, firstError } from '../../../bench/peers/cpp.mjs';
import { measuredOf, residentContestant, startProgram } from '../../../bench/peers/program.mjs';
import { pythonContestants } from '../../../bench/peers/python.mjs';

const scenario = withFewerPaths(mainScenarios[0]!, 1024); // 1,024 paths of 200 steps
/** E x of the scenario, by 2²⁰ paths of the C++ peer. */
const KNOWN = 0.2608966;

test('a line is seconds and a mean with its error; without a mean it is a yardstick', () => {
  expect(measuredOf({ seconds: 2, mean: 0.5, standardError: 0.1 }, 100)).toEqual({
    seconds: 2,
    pathSteps: 100,
    estimate: { value: 0.5, standardError: 0.1 },
  });
  expect(measuredOf({ seconds: 2 }, 100).estimate).toBeNull();
  expect(() => measuredOf({ seconds: 0 }, 100)).toThrow(/seconds of a run, got 0/);
});

const ANSWERS = `
  console.log(JSON.stringify({ version: 'pretended 1', startupSeconds: 0.5 }));
  process.stdin.on('data', () => console.log(JSON.stringify({ seconds: 2, mean: Number(process.argv[2]), standardError: 1 })));
`;

test('a program that stays answers line by line; its arguments are the study', async () => {
  const about = { who: 'pretended', adapter: null, version: null, threads: 2, paths: 512, ourNoise: false };
  const peer = await residentContestant(scenario, [process.execPath, '-e', ANSWERS], about);
  expect(peer).toMatchObject({
    id: 'fixed',
    dt: 0.01,
    who: 'pretended',
    environment: 'native',
    version: 'pretended 1',
  });
  const run = { seconds: 2, pathSteps: 512 * 200, estimate: { value: 200, standardError: 1 }, startupSeconds: 0.5 };
  expect([await peer.run(), await peer.run()]).toEqual([run, run]); // 200 is STEPS, the second argument
  await peer.close();
});

test('a program that dies, or is not there, fails whoever asks', async () => {
  await expect(startProgram(process.execPath, ['-e', 'process.exit(4)'])).rejects.toThrow(/ended with 4/);
  await expect(startProgram('no-such-program', [])).rejects.toThrow(/no-such-program/);
  const script = 'console.log("{}"); process.stdin.once("data", () => process.exit(5))';
  const { ask } = await startProgram(process.execPath, ['-e', script]);
  await expect(ask()).rejects.toThrow(/ended with 5/);
});

test('without an interpreter that has the module, the peers in Python are skipped, and why', async () => {
  expect(await pythonContestants(scenario, [1], ['no-such-python'])).toEqual({
    contestants: [],
    skipped: [
      'NumPy: no module numpy in no-such-python, install python3-numpy',
      'Numba: no module numba in no-such-python, install python3-numba',
    ],
  });
});

test('what a compiler complained of first', () => {
  expect(firstError('limit.cpp: In function\nlimit.cpp:9:2: error: #error "needs AVX2"\nmore')).toBe(
    '#error "needs AVX2"',
  );
  expect(firstError('killed\n')).toBe('killed');
  expect(firstError('')).toBe('not compiled');
});

const cpp = cppContestants(scenario, [1]);

test('each peer in C++ takes part, or is skipped and named', () => {
  expect(cpp.contestants.length + cpp.skipped.length).toBeGreaterThan(0);
  for (const { who, paths } of cpp.contestants) expect([who, paths]).toEqual([expect.any(String), 1024]);
});

test.each(cpp.contestants.map((peer) => [peer.who, peer] as const))('%s', async (_, peer) => {
  const { seconds, pathSteps, estimate } = await peer.run();
  expect(seconds).toBeGreaterThan(0);
  expect(pathSteps).toBe(1024 * 200);
  if (!peer.ourNoise) return expect(estimate).toBeNull();
  expect(Math.abs(estimate!.value - KNOWN)).toBeLessThan(5 * estimate!.standardError);
  const answers = await Promise.all(cpp.contestants.filter(({ ourNoise }) => ourNoise).map((other) => other.run()));
  for (const other of answers)
    expect(Math.abs(other.estimate!.value - estimate!.value)).toBeLessThan(peer.rounding * KNOWN);
});
