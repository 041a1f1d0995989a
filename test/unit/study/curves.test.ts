/** The curves that plots draw: masses, ends, and closed forms. */
import { expect, test } from 'vitest';
import { type Curve, curvesOf } from '#dist/study/curves.js';
import { landscapeOf } from '#dist/study/landscape.js';
import { theory } from '#dist/study/theory.js';
import { studyOf, up } from '../../helpers/studies.js';

const mass = ({ x, y }: Curve): number =>
  x.slice(1).reduce((sum, at, i) => sum + ((y[i]! + y[i + 1]!) / 2) * (at - x[i]!), 0);

// By trapezoids of 1/300 of the width h: off by h² |p″| / 12 of each, some (1/300/0.1)²/12 = 1e-4 for a peak 0.1 wide.
const TRAPEZOIDS = 1e-3;

test('the density of the position has mass 1', () => {
  const { snapshots } = curvesOf(studyOf({ saveAt: [2, 10] }));
  for (const curve of snapshots) expect(Math.abs(mass(curve!) - 1)).toBeLessThan(TRAPEZOIDS);
});

test('survival falls from 1 to what theory has at the horizon, and the density is its slope', () => {
  const study = studyOf({ firstPassage: up(0.8), horizon: 20, saveAt: [] });
  const { times, survival, density } = curvesOf(study).firstPassage[0]!;
  const { atHorizon } = theory(study).firstPassage as { atHorizon: { probability: number } };
  expect(survival[0]).toBe(1);
  expect(survival.every((value, i) => i === 0 || value <= survival[i - 1]! + 1e-4)).toBe(true); // 1e-4: of the curves themselves
  expect(Math.abs(1 - survival.at(-1)! - atHorizon.probability)).toBeLessThan(1e-4);
  expect(Math.abs(mass({ x: times, y: density }) - atHorizon.probability)).toBeLessThan(TRAPEZOIDS);
});

test('what is not asked for, and what is not known, has no curve', () => {
  const none = curvesOf(studyOf({ saveAt: [0, 10] }));
  expect(none.snapshots.map((curve) => curve === null)).toEqual([true, false]);
  expect(none.firstPassage).toEqual([]);
  expect(none.exits).toEqual({ lower: null, upper: null });
});

test('the potential of Ornstein–Uhlenbeck is a parabola', () => {
  const params = { theta: 2, m: 0.5, sigma: 0.5 };
  const { x, potential, fixedPoints } = landscapeOf(
    studyOf({
      model: 'ornstein-uhlenbeck',
      params,
      domain: [-3, 3],
      initial: 0,
      boundary: { lower: 'reflect', upper: 'reflect' },
    }),
  );
  // −∫2μ/σ² = θ(x − m)²/σ²; the least value on the grid is at the node nearest to m, less than half a cell of 6/256 away.
  const nearest = (params.theta * (6 / 512) ** 2) / params.sigma ** 2;
  x.forEach((at, i) => {
    const exact = (params.theta * (at - params.m) ** 2) / params.sigma ** 2;
    expect(Math.abs(potential[i]! - exact)).toBeLessThan(nearest + 1e-9);
  });
  expect(fixedPoints.map(({ stable }) => stable)).toEqual([true]);
});

test('where the noise vanishes there is no potential', () => {
  const { potential } = landscapeOf(
    studyOf({ model: 'wright-fisher', params: { s: 0.02, u: 0.01, v: 0.01, N: 100 }, initial: 0.5 }),
  );
  expect([potential[0], potential.at(-1)]).toEqual([null, null]);
  expect(potential.slice(1, -1).every((value) => value !== null && Number.isFinite(value))).toBe(true);
});
