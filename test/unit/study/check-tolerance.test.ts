import { describe, expect, it } from 'vitest';
import { StudyError } from '#dist/errors.js';
import { parseStudy } from '#dist/study/check.js';
import { loadStudyText } from '#dist/study/load.js';
import { commonSpacing } from '#dist/study/spacing.js';

const problemsIn = (text: string): string[] => {
  try {
    parseStudy(loadStudyText(text, 'study.yaml'));
  } catch (error) {
    if (error instanceof StudyError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
};

describe('a tolerance in a study', () => {
  it('leaves open what is not given, and holds its place with a step that fits all times', () => {
    const study = parseStudy({ model: 'severity', saveAt: [2.5, 10], horizon: 40, tolerance: 0.01 });
    expect(study).toMatchObject({ tolerance: 0.01, open: ['scheme', 'dt', 'paths'], dt: 2.5 });
    expect(study).not.toHaveProperty('budget');
    expect(parseStudy({ model: 'severity', tolerance: 0.01, paths: 500, scheme: 'milstein' }).open).toEqual(['dt']);
    const fixed = { scheme: 'milstein', dt: 0.02, paths: 500 } as const;
    const all = parseStudy({ model: 'severity', tolerance: 0.01, budget: { seconds: 5 }, ...fixed });
    expect(all).toMatchObject({ ...fixed, budget: { seconds: 5 } });
    expect(all).not.toHaveProperty('open');
    for (const field of ['tolerance', 'budget', 'open'])
      expect(parseStudy({ model: 'severity' })).not.toHaveProperty(field);
  });

  it('lets sample paths be more than none without paths', () => {
    expect(parseStudy({ model: 'severity', tolerance: 0.01, samplePaths: 20 }).samplePaths).toBe(20);
  });

  it.each([
    [
      'tolerance: 2',
      'tolerance: expected a number between 0 and 1, the relative error allowed, got 2: for example 0.002, in place of dt, paths or both',
    ],
    [
      'tolerance: 0',
      'tolerance: expected a number between 0 and 1, the relative error allowed, got 0: for example 0.002, in place of dt, paths or both',
    ],
    [
      'budget: { seconds: 60 }',
      'budget: expected a tolerance beside it, got none: add one, for example 0.002, or leave the budget out',
    ],
    [
      'tolerance: 0.01\nbudget: {}',
      'budget: expected pathSteps or seconds, got neither: for example { seconds: 3600 }',
    ],
    [
      'tolerance: 0.01\nbudget: { seconds: 5, pathSteps: 5 }',
      'budget: expected pathSteps or seconds, got both: for example { seconds: 3600 }',
    ],
    ['tolerance: 0.01\nbudget: { seconds: -1 }', 'budget.seconds: expected a number > 0, got -1: for example 3600'],
    ['tolerance: 0.01\nbudget: { minutes: 1 }', 'budget.minutes: unknown field: known are pathSteps, seconds'],
    [
      'tolerance: 0.01\nsaveAt: [3.14159265, 5]',
      'saveAt: expected save times and a horizon that are whole multiples of one step, got 3.14159265, 5, 40: round them, or give dt',
    ],
    [
      'tolerance: 0.01\nsaveAt: []\nboundary: { upper: absorb }',
      'tolerance: expected a first passage or save times to be accurate about, got neither: set firstPassage (at an absorbing end, for the exit) or saveAt',
    ],
  ])('%s', (text, expected) => expect(problemsIn(`model: severity\n${text}`)).toEqual([expected]));

  it('has all its problems told at once, with those of other fields', () => {
    const text = 'model: severity\npaths: 0\nsaveAt: [5, 2]\ntolerance: much\nbudget: { seconds: 1, pathSteps: 1 }';
    expect(problemsIn(text).map((problem) => problem.split(':')[0])).toEqual([
      'paths',
      'saveAt[1]',
      'tolerance',
      'budget',
    ]);
  });
});

describe('the common spacing of times', () => {
  it.each([
    [[200], 200],
    [[40, 10, 20], 10],
    [[0, 1], 1],
    [[0.3, 0.1 + 0.2, 1], 0.1],
    [[12.25, 3.7], 0.05],
    [[100, 1 / 3], 1 / 3],
    [[1000, 0.001], 0.001],
  ])('of %j is %d', (times, spacing) => expect(commonSpacing(times)! / spacing).toBeCloseTo(1, 9));

  it.each([[[Math.PI, 1]], [[1, 1e-9]], [[40, 40 - 1e-7]]])('of %j there is none', (times) =>
    expect(commonSpacing(times)).toBeUndefined(),
  );
});
