// Which kernel a worker takes, by what its blocks cost: here by costs that are made up.
import { expect, it } from 'vitest';
import { Chooser } from '#dist/backend/wasm/chooser.js';

const MANY = 1e6; // blocks that are still to come

/** Takes blocks of one plan at these costs by choice. @returns how many of them by each. */
function take(chooser: Chooser, blocks: number, costOf: (choice: number) => number, series = 1): number[] {
  const taken = [0, 0];
  chooser.begin(series);
  for (let block = 0; block < blocks; block++) {
    taken[chooser.choice]!++;
    chooser.took(costOf(chooser.choice), MANY);
  }
  return taken;
}

it('stays with the first while the other is no better, and hardly tries', () => {
  const [, other] = take(new Chooser(), 2000, (choice) => [1, 1.15][choice]!);
  expect(other).toBeGreaterThan(20);
  expect(other).toBeLessThan(80);
});

it('does not change for a gain that is none', () => {
  const [first] = take(new Chooser(), 2000, (choice) => [1, 0.98][choice]!);
  expect(first).toBeGreaterThan(1900);
});

it('changes to what becomes better, and back', () => {
  const chooser = new Chooser();
  take(chooser, 500, (choice) => [1, 1.2][choice]!);
  const [, crowded] = take(chooser, 500, (choice) => [2, 1.7][choice]!);
  expect(crowded).toBeGreaterThan(350);
  const [quiet] = take(chooser, 500, (choice) => [1, 1.2][choice]!);
  expect(quiet).toBeGreaterThan(350);
});

it('lets the first block of a trial be slow, for it warms up, and any other be disturbed', () => {
  const chooser = new Chooser();
  let last = 0;
  let block = 0;
  const [, better] = take(chooser, 2000, (choice) => {
    const warmsUp = choice !== last;
    last = choice;
    const isDisturbed = block++ % 2 === 0;
    return [1, 0.8][choice]! * (warmsUp || isDisturbed ? 5 : 1);
  });
  expect(better).toBeGreaterThan(1900);
});

it.each([1, 2, 5, 24])('does not compare blocks of one plan with those of another: %d blocks each', (blocks) => {
  const chooser = new Chooser();
  let slower = 0;
  for (let plan = 0; plan < 1000; plan++) {
    const cost = 1 + 0.9 * ((plan * 0.618) % 1);
    chooser.begin(plan);
    for (let block = 0; block < blocks; block++) {
      slower += chooser.choice;
      chooser.took(cost * [1, 1.18][chooser.choice]!, blocks - block - 1);
    }
  }
  expect(slower / (1000 * blocks)).toBeLessThan(0.04);
});

it('ends a trial of which other workers took the last blocks', () => {
  const chooser = new Chooser();
  chooser.begin(1);
  while (chooser.choice === 0) chooser.took(1, MANY);
  chooser.took(0.5, MANY);
  chooser.begin(2);
  expect(chooser.choice).toBe(0);
});

it('begins no trial that the plan does not last for', () => {
  const chooser = new Chooser();
  for (let block = 0; block < 500; block++) {
    expect(chooser.choice).toBe(0);
    chooser.took(1, 2);
  }
});
