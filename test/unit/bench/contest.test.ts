/** The race: rounds are interleaved, the first is not timed, ratios pair the rounds, and a wrong answer stops it. */

import { describe, expect, test } from 'vitest';
import { type Contestant, type Measured, median, race } from '#dist/bench/contest.js';
import { rateRatio } from '#dist/bench/pairs.js';

const OURS = { ourNoise: true, paths: 100 };

/** A contestant that takes the given seconds, round after round, and gives the same estimate every time. */
function scripted(
  who: string,
  seconds: number[],
  value = 1,
  options: Partial<Contestant> = {},
  log: string[] = [],
): Contestant {
  let round = 0;
  return {
    id: 'scripted',
    scenario: 'scripted',
    against: null,
    dt: 0.01,
    rounding: 1e-5,
    version: null,
    who,
    environment: 'node',
    adapter: null,
    threads: 1,
    paths: 100,
    ourNoise: false,
    close: async () => {},
    run: async (): Promise<Measured> => {
      log.push(who);
      return { seconds: seconds[round++]!, pathSteps: 1000, estimate: { value, standardError: 0.01 } };
    },
    ...options,
  };
}

describe('race', () => {
  test('runs everyone once per round, and does not time the first round', async () => {
    const log: string[] = [];
    const [a] = await race([scripted('a', [9, 1, 3, 2], 1, {}, log), scripted('b', [9, 1, 1, 1], 1, {}, log)], {
      runs: 3,
    });
    expect(log.join('')).toBe('abababab');
    expect(a!.seconds).toEqual({ median: 2, min: 1, max: 3, runs: 3, samples: [1, 3, 2] });
    expect(a!.pathStepsPerSecond).toBe(500);
  });

  test('a ratio is taken within the rounds: a machine that slows down does not change it', async () => {
    const [fast, slow] = await race([scripted('fast', [0, 1, 10, 100]), scripted('slow', [0, 2, 20, 200])], {
      runs: 3,
    });
    expect(rateRatio(slow!, fast!)).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
  });

  test.each([
    // 5 × (0.01 + 0.01) is allowed between independent runs
    ['independent, within', 1.09, {}, true],
    ['independent, beyond', 1.11, {}, false],
    ['same noise, by rounding', 1 + 0.9e-5, OURS, true],
    ['same noise, beyond rounding', 1 + 1.1e-5, OURS, false],
    ['same noise on other paths', 1.09, { ...OURS, paths: 50 }, true],
    ['not a number', Number.NaN, {}, false],
  ])('answers are compared: %s', async (_, value, options, fine) => {
    const running = race([scripted('a', [1, 1], 1, OURS), scripted('b', [1, 1], value, options)], { runs: 1 });
    if (fine) expect(await running).toHaveLength(2);
    else await expect(running).rejects.toThrow(/a got 1 and b/);
  });

  test('answers of two scenarios are not compared, and a yardstick has none', async () => {
    const yardstick = scripted('spin', [1, 1]);
    const others = [
      scripted('a', [1, 1], 1),
      scripted('a', [1, 1], 2, { id: 'other' }),
      { ...yardstick, run: async () => ({ ...(await yardstick.run()), estimate: null }) },
    ];
    expect((await race(others, { runs: 1 })).map(({ estimate }) => estimate?.value ?? null)).toEqual([1, 2, null]);
  });

  test('a row says of one path what a run says of all, and has the median of the device', async () => {
    const a = scripted('a', [9, 1, 2, 3]);
    let round = 0;
    const told = { startupSeconds: 0.5, pathSteps: 5000 };
    const run = async () => ({ ...(await a.run()), ...told, gpuSeconds: [8, 0.1, 0.3, 0.2][round++] });
    const [row, silent] = await race([{ ...a, run }, scripted('b', [9, 1, 2, 3])], { runs: 3 });
    expect(row).toMatchObject({ paths: 100, steps: 50, gpuSeconds: 0.2, startupSeconds: 0.5 });
    expect(silent).toMatchObject({ gpuSeconds: null, startupSeconds: null });
  });
});

test('median', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});
