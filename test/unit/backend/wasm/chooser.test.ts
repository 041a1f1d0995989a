// Which kernel a worker takes, by what its blocks cost: here by costs that are made up.
import { expect, it } from 'vitest';
import { Chooser } from '#dist/backend/wasm/chooser.js';

/** Takes blocks at these costs by choice. @returns how many of them by each. */
function take(chooser: Chooser, blocks: number, costOf: (choice: number) => number): number[] {
  const taken = Array.from({ length: chooser.choices }, () => 0);
  for (let block = 0; block < blocks; block++) {
    taken[chooser.choice]!++;
    chooser.took(costOf(chooser.choice));
  }
  return taken;
}

it('stays with the first while no other is better, and hardly tries', () => {
  const [, others] = take(new Chooser(2), 2000, (choice) => [1, 1.15][choice]!);
  expect(others).toBeGreaterThan(20);
  expect(others).toBeLessThan(80);
});

it('does not change for a gain that is none', () => {
  const [first] = take(new Chooser(2), 2000, (choice) => [1, 0.98][choice]!);
  expect(first).toBeGreaterThan(1900);
});

it('changes to what becomes better, and back', () => {
  const chooser = new Chooser(2);
  take(chooser, 500, (choice) => [1, 1.2][choice]!);
  const [, crowded] = take(chooser, 500, (choice) => [2, 1.7][choice]!);
  expect(crowded).toBeGreaterThan(350);
  const [quiet] = take(chooser, 500, (choice) => [1, 1.2][choice]!);
  expect(quiet).toBeGreaterThan(350);
});

it('lets the first block of a trial be slow, for it warms up, and any other be disturbed', () => {
  const chooser = new Chooser(2);
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

it('has nothing to choose from one', () => {
  expect(take(new Chooser(1), 100, () => 1)).toEqual([100]);
});
