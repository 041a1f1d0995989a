import { describe, expect, it } from 'vitest';
import { StudyError } from '#dist/errors.js';
import { axesOf, paramsAt, placeOf, pointsOf } from '#dist/spec/grid.js';
import { parseStudy } from '#dist/study/check.js';
import { loadStudyText } from '#dist/study/load.js';
import { defaultOutputs, outputsOf, parseOutput } from '#dist/study/outputs.js';
import { planStudy } from '#dist/study/plan.js';

const BASE = 'model: severity\ninitial: 0.1\nfirstPassage: { threshold: 0.8 }\nsaveAt: [10, 40]\n';
const parse = (yaml: string) => parseStudy(loadStudyText(BASE + yaml, 'study.yaml'));

function problemsIn(yaml: string): string[] {
  try {
    parse(yaml);
  } catch (error) {
    if (error instanceof StudyError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('the grid of a study', () => {
  it('has axes of equal steps, of equal ratios, or of a list; the first varies slowest', () => {
    const study = parse('grid: { alpha: { from: 0, to: 1, steps: 3 }, beta: [0.2, 0.4] }');
    const axes = axesOf(study.grid!);
    expect(axes).toEqual([
      { name: 'alpha', values: [0, 0.5, 1] },
      { name: 'beta', values: [0.2, 0.4] },
    ]);
    expect(pointsOf(axes)).toBe(6);
    expect(Array.from({ length: 6 }, (_, i) => paramsAt(axes, i))).toEqual(
      [0, 0.5, 1].flatMap((alpha) => [0.2, 0.4].map((beta) => ({ alpha, beta }))),
    );
    expect(placeOf(axes, 3)).toEqual([1, 1]);
    const [log] = axesOf(parse('grid: { sigma0: { from: 0.001, to: 0.1, steps: 5, scale: log } }').grid!);
    expect(log!.values[0]).toBe(0.001);
    expect(log!.values[4]).toBe(0.1);
    for (let i = 1; i < 5; i++) expect(log!.values[i]! / log!.values[i - 1]!).toBeCloseTo(Math.sqrt(10), 12);
  });

  it('asks for the usual outputs, and is read again from what it became', () => {
    const study = parse('grid: { alpha: { from: 0, to: 1, steps: 3 } }');
    expect(study.outputs).toEqual([
      'snapshot.mean',
      'snapshot.variance',
      'firstPassage.probability',
      'firstPassage.restrictedMean',
      'firstPassage.quantiles.0.5',
      'theory.modes',
      'theory.relaxationRate',
      'theory.firstPassage.mean',
    ]);
    expect(study).not.toHaveProperty('independent');
    expect(parseStudy(JSON.parse(JSON.stringify(study)))).toEqual(study);
    expect(parse('grid: { alpha: [0.1] }\nindependent: true').independent).toBe(true);
  });

  it('takes every output that it offers, for every kind of study', () => {
    for (const more of [
      '',
      'firstPassage: [{ threshold: 0.8 }, { threshold: 0.5 }]\n',
      'firstPassage: null\nboundary: { lower: absorb, upper: absorb }\n',
      'firstPassage: null\nboundary: { upper: absorb }\nsaveAt: []\n',
    ]) {
      const yaml = more.split('\n').reduce((text, line) => {
        const field = line.split(':')[0]!;
        return field === '' ? text : `${text.replace(new RegExp(`^${field}:.*\n`, 'm'), '')}${line}\n`;
      }, BASE);
      const study = parseStudy(loadStudyText(yaml, 'study.yaml'));
      const names = outputsOf(study);
      expect(names).toEqual([...new Set(names)]);
      for (const name of defaultOutputs(study)) expect(names).toContain(name);
      const grid = { ...study, grid: { alpha: [0.5, 0.6] }, outputs: names };
      expect(parseStudy(grid).outputs).toEqual(names);
      for (const name of names) expect(parseOutput(name).field).not.toBe('');
    }
    expect(parseOutput('firstPassage[1].quantiles.0.25')).toEqual({
      of: 'firstPassage',
      index: 1,
      field: 'quantiles',
      level: '0.25',
    });
    expect(parseOutput('theory.firstPassage[1].mean')).toEqual({ of: 'theory', index: 1, field: 'firstPassage.mean' });
  });

  it('is not for a single run', () => {
    expect(() => planStudy(parse('grid: { alpha: [0.1, 0.2] }'))).toThrow(
      'grid: expected one point, got a grid over alpha',
    );
  });
});

describe('a grid with problems', () => {
  it.each([
    ['grid: {}', 'grid: expected one or two parameters, got {}: a sweep has one axis or two'],
    [
      'grid: { alpha: [1], beta: [1], gamma: [1] }',
      'grid: expected one or two parameters, got alpha, beta, gamma: a sweep has one axis or two',
    ],
    ['grid: { alfa: [0.1] }', 'grid.alfa: no parameter of the model: did you mean alpha?'],
    [
      'grid: { alpha: 3 }',
      'grid.alpha: expected { from, to, steps, scale } or a list of 1 to 250000 numbers, got 3: for example { from: 0, to: 1, steps: 21 }',
    ],
    ['grid: { alpha: { from: 0, too: 1, steps: 3 } }', 'grid.alpha.too: unknown field: did you mean to?'],
    [
      'grid: { alpha: { from: 0, to: 1, steps: 1 } }',
      'grid.alpha.steps: expected a whole number from 2 to 250000, got 1: the number of values',
    ],
    [
      'grid: { alpha: { from: 1, to: 0, steps: 3 } }',
      'grid.alpha: expected from < to, got 1 and 0: use different ends, the lower first',
    ],
    [
      'grid: { alpha: { from: 0, to: 1, steps: 3, scale: log } }',
      'grid.alpha.from: expected a number > 0 with scale log, got 0: use scale: linear',
    ],
    [
      'grid: { alpha: { from: 1, to: 1.0000000000000002, steps: 9 } }',
      'grid.alpha: expected increasing finite values, got 1 after 1: use fewer steps, or ends further apart',
    ],
    [
      'grid: { alpha: { from: 1e-200, to: 1e200, steps: 5, scale: log } }',
      'grid.alpha: expected increasing finite values, got Infinity after 1e-200: use ends nearer together',
    ],
    [
      'grid: { alpha: [0.2, 0.1] }',
      'grid.alpha: expected increasing values, got 0.1 after 0.2: sort them, each one once',
    ],
    ['grid: { alpha: [0.2, x] }', 'grid.alpha[1]: expected a finite number, got "x": give a value of the parameter'],
    [
      'grid: { alpha: { from: 0, to: 1, steps: 1000 }, beta: { from: 0, to: 1, steps: 1000 } }',
      'grid: expected at most 250000 points, got 1000000: use fewer values',
    ],
    [
      'grid: { sigma1: { from: -1, to: 1, steps: 3 } }',
      'grid: at sigma1 = -1: expected a finite diffusion ≥ 0 in the domain, got -0.0046875 at x = 0.0546875: change the diffusion or the domain',
    ],
    ['outputs: [snapshot.mean]', 'outputs: expected a grid beside it, got none: add one, or leave it out'],
    ['independent: true', 'independent: expected a grid beside it, got none: leave it out'],
    [
      'grid: { alpha: [1] }\noutputs: [snapshot.men]',
      'outputs[0]: expected a result that the study has, got "snapshot.men": did you mean snapshot.mean?',
    ],
    [
      'grid: { alpha: [1] }\noutputs: [exits.upper.mean]',
      'outputs[0]: expected a result that the study has, got "exits.upper.mean": the upper end does not absorb: set boundary.upper to absorb',
    ],
    [
      'grid: { alpha: [1] }\noutputs: [snapshot.mean, snapshot.mean]',
      'outputs[1]: expected each output once, got "snapshot.mean" again: leave it out',
    ],
    [
      'grid: { alpha: [1] }\noutputs: [theory.exit.meanTime]',
      'outputs[0]: expected a result that the study has, got "theory.exit.meanTime": it needs two absorbing ends',
    ],
    [
      'grid: { alpha: [1] }\nsamplePaths: 3',
      'samplePaths: expected 0 with a grid, got 3: leave it out, or run one point by itself',
    ],
    [
      'grid: { alpha: [1] }\ntolerance: 0.01\ndt: 0.1',
      'tolerance: expected none with a grid, got 0.01: give dt and paths, the same for every point',
    ],
    [
      'grid: { alpha: [1] }\ncontrol: { name: alpha, from: 0, to: 1 }',
      'control: expected a grid (for sweep) or a control (for critical), got both: leave one out',
    ],
  ])('%j', (yaml, line) => {
    expect(problemsIn(yaml)).toEqual([line]);
  });

  it('is reported with all the other problems', () => {
    expect(
      problemsIn('grid: { alfa: [1], beta: [2, 1] }\noutputs: [foo]\npaths: -1').map((line) => line.split(':')[0]),
    ).toEqual(['paths', 'grid.alfa', 'grid.beta', 'outputs[0]']);
  });
});
