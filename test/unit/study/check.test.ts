import { describe, expect, it } from 'vitest';
import { StudyError } from '#dist/errors.js';
import { parseStudy } from '#dist/study/check.js';
import { loadStudyText } from '#dist/study/load.js';

/** The problem lines of a study in YAML. */
function problemsIn(yaml: string): string[] {
  try {
    parseStudy(loadStudyText(yaml, 'study.yaml'));
  } catch (error) {
    if (error instanceof StudyError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('defaults', () => {
  it('needs only a model', () => {
    expect(parseStudy({ model: 'severity' })).toEqual({
      model: 'severity',
      params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
      domain: [0, 1],
      boundary: { lower: 'reflect', upper: 'reflect' },
      initial: 0.5,
      paths: 100_000,
      dt: 0.01,
      horizon: 40,
      scheme: 'euler-maruyama',
      rng: 'philox4x32-10',
      saveAt: [40],
      histogram: { bins: 100 },
      firstPassage: null,
      method: 'plain',
      samplePaths: 0,
      seed: 0,
      backend: 'auto',
    });
  });

  it('saves nothing where a first passage is asked, and looks from the start to the threshold', () => {
    const up = parseStudy({ model: 'severity', initial: 0.1, firstPassage: { threshold: 0.8 } });
    expect(up.saveAt).toEqual([]);
    expect(up.firstPassage).toEqual({ threshold: 0.8, direction: 'up', monitor: 'bridge', bins: 100 });
    const down = parseStudy({
      model: 'severity',
      initial: { uniform: [0.8, 0.9] },
      firstPassage: [{ threshold: 0.8 }],
    });
    expect(down.firstPassage).toEqual([{ threshold: 0.8, direction: 'down', monitor: 'bridge', bins: 100 }]);
  });

  it('looks up from a start at the threshold, and from an interval that ends there', () => {
    const directionFrom = (initial: unknown) =>
      parseStudy({ model: 'severity', initial, firstPassage: { threshold: 0.8 } }).firstPassage;
    expect(directionFrom(0.8)).toMatchObject({ direction: 'up' });
    expect(directionFrom({ uniform: [0.7, 0.8] })).toMatchObject({ direction: 'up' });
    expect(directionFrom({ uniform: [0.8, 0.9] })).toMatchObject({ direction: 'down' });
  });

  it('gives one end of the boundary the default', () => {
    expect(parseStudy({ model: 'brownian', boundary: { upper: 'absorb' } }).boundary).toEqual({
      lower: 'reflect',
      upper: 'absorb',
    });
  });

  it('keeps the domain of a custom model in one place', () => {
    const model = { drift: '-k*x', diffusion: 's', domain: [-1, 3] };
    const study = parseStudy({ model, params: { k: 1, s: 0.2 } });
    expect(study.model).toEqual({ drift: '-k*x', diffusion: 's' });
    expect(study.domain).toEqual([-1, 3]);
    expect(study.initial).toBe(1);
  });

  it.each([
    'model: severity',
    'model: severity\nfirstPassage: [{ threshold: 0.8 }, { threshold: 0.2, monitor: grid }]\nseed: text',
    'model: { drift: "1 - x", diffusion: "1", domain: [-2, 2] }\ninitial: stationary',
  ])('takes a resolved study back unchanged: %j', (yaml) => {
    const study = parseStudy(loadStudyText(yaml, ''));
    expect(parseStudy(study)).toEqual(study);
    expect(parseStudy(JSON.parse(JSON.stringify(study)))).toEqual(study);
  });
});

describe('legal at the edge', () => {
  it.each([
    ['start at the threshold', 'model: severity\ninitial: 0.8\nfirstPassage: { threshold: 0.8 }'],
    ['start at an end', 'model: severity\ninitial: 0'],
    ['threshold at a reflecting end', 'model: severity\nfirstPassage: { threshold: 1 }'],
    [
      'threshold beyond an absorbing end',
      'model: severity\nboundary: { upper: absorb }\nfirstPassage: { threshold: 1.5 }',
    ],
    ['save at time 0 and at the horizon', 'model: severity\nsaveAt: [0, 40]'],
    ['decimal multiples of a decimal dt', 'model: severity\ndt: 0.1\nhorizon: 0.3\nsaveAt: [0.1, 0.2, 0.3]'],
    ['a multiple within 1e-9', 'model: severity\nhorizon: 10.000000001'],
    ['eight thresholds', `model: severity\nfirstPassage: [${'{ threshold: 0.8 }, '.repeat(8)}]`],
    ['no save time with an absorbing end', 'model: severity\nsaveAt: []\nboundary: { lower: absorb }'],
    ['2^53 - 1 as a seed', 'model: severity\nseed: 9007199254740991'],
    ['any text as a seed', 'model: severity\nseed: ""'],
    ['firstPassage written as null', 'model: severity\nfirstPassage: null'],
    ['σ = 0 at an end', 'model: wright-fisher'],
  ])('%s', (_, yaml) => {
    expect(problemsIn(yaml)).toEqual([]);
  });
});

describe('methods for unlikely hits', () => {
  const tilted = (more: string) => `model: severity\ninitial: 0.1\nmethod: tilted\n${more}`;
  it.each([
    [tilted('firstPassage: { threshold: 0.8 }'), []],
    [tilted('firstPassage: [{ threshold: 0.8 }]\nscheme: milstein\nbackend: wasm'), []],
    [
      tilted('saveAt: []'),
      [
        'saveAt: expected something to observe, got []: give save times, firstPassage, an absorbing end or samplePaths',
        'firstPassage: expected one threshold with method tilted, got nothing: set the one to look for, or use method: plain',
      ],
    ],
    [
      tilted('firstPassage: [{ threshold: 0.8 }, { threshold: 0.9 }]'),
      [
        'firstPassage: expected one threshold with method tilted, got 2: keep one, and run the study again for each other, or use method: plain',
      ],
    ],
    [
      tilted('firstPassage: { threshold: 0.8 }\nsaveAt: [1]\nsamplePaths: 2\nbackend: webgpu'),
      [
        'saveAt: expected no save times with method tilted, got [1]: leave it out (the paths are not those of the law), or use method: plain',
        'samplePaths: expected 0 with method tilted, got 2: leave it out (the paths are not those of the law), or use method: plain',
        'backend: expected auto or wasm or reference with method tilted, got webgpu: use auto, or use method: plain',
      ],
    ],
    [
      tilted('firstPassage: { threshold: 0.8 }\nbackend: webgpu').replace('tilted', 'splitting'),
      ['backend: expected auto or wasm or reference with method splitting, got webgpu: use auto, or use method: plain'],
    ],
    [
      'model: severity\nmethod: importance',
      [
        'method: expected plain, tilted or splitting, got "importance": plain is the default; tilted is for unlikely hits',
      ],
    ],
  ])('%j', (yaml, problems) => {
    expect(problemsIn(yaml)).toEqual(problems);
  });
});

describe('one problem, one line', () => {
  const list =
    'model, params, domain, boundary, initial, paths, dt, horizon, scheme, rng, saveAt, histogram, firstPassage, method, samplePaths, seed, backend, tolerance, budget, control, grid, outputs, fast, independent';
  it.each([
    // The shape.
    ['', 'expected a study with fields such as model and paths, got nothing: `model: severity` alone is enough'],
    [
      JSON.stringify('model: brownian\npaths: 10'),
      'expected a study with fields such as model and paths, got "model: brownian\\npaths: 10": read text with loadStudyText first',
    ],
    ['[1, 2]', 'expected a study with fields such as model and paths, got [1,2]: `model: severity` alone is enough'],
    [
      'paths: 10',
      'model: expected the name of a preset or { drift, diffusion, domain }, got nothing: `firstpassage models` lists the presets',
    ],
    [
      'model: 3',
      'model: expected the name of a preset or { drift, diffusion, domain }, got 3: `firstpassage models` lists the presets',
    ],
    ['model: severity\ndt: -0.1', 'dt: expected a number > 0, got -0.1: the time step; 0.01 is the default'],
    ['model: severity\ndt: 0', 'dt: expected a number > 0, got 0: the time step; 0.01 is the default'],
    ['model: severity\ndt: .nan', 'dt: expected a number > 0, got NaN: the time step; 0.01 is the default'],
    [
      '{"model": "severity", "dt": 1e400}',
      'dt: expected a number > 0, got Infinity: the time step; 0.01 is the default',
    ],
    [
      'model: severity\nhorizon: .inf',
      'horizon: expected a number > 0, got Infinity: the time at which every path ends; 40 is the default',
    ],
    [
      'model: severity\npaths: "many"',
      'paths: expected a whole number from 1 to 1000000000000, got "many": 100000 is the default',
    ],
    [
      'model: severity\npaths: 1.5',
      'paths: expected a whole number from 1 to 1000000000000, got 1.5: 100000 is the default',
    ],
    [
      'model: severity\npaths: 2e12',
      'paths: expected a whole number from 1 to 1000000000000, got 2000000000000: 100000 is the default',
    ],
    [
      'model: severity\nparams: { alpha: .inf }',
      'params.alpha: expected a finite number, got Infinity: give its value',
    ],
    [
      'model: severity\ndomain: [0]',
      'domain: expected two finite numbers [lower, upper], got a list of 1: for example [0, 1]',
    ],
    [
      'model: severity\nboundary: { lower: sticky }',
      'boundary.lower: expected reflect, clamp or absorb, got "sticky": reflect is the default',
    ],
    [
      'model: severity\nseed: -1',
      'seed: expected a whole number from 0 to 2^53 - 1, or text, got -1: put larger whole numbers (below 2^64) in quotes, also for --set: \'seed="0x123456789abcdef0"\'',
    ],
    [
      'model: severity\nseed: 9007199254740993',
      'seed: expected a whole number from 0 to 2^53 - 1, or text, got 9007199254740992: put larger whole numbers (below 2^64) in quotes, also for --set: \'seed="0x123456789abcdef0"\'',
    ],
    [
      'model: severity\nseed: 0.5',
      'seed: expected a whole number from 0 to 2^53 - 1, or text, got 0.5: put larger whole numbers (below 2^64) in quotes, also for --set: \'seed="0x123456789abcdef0"\'',
    ],
    [
      'model: { drift: 5, diffusion: "1", domain: [0, 1] }',
      'model.drift: expected an expression as text, got 5: write it in quotes, for example "5" or "a*x - b*x^3"',
    ],
    [
      'model: severity\nseed: "18446744073709551616"',
      'seed: expected a whole number below 2^64 = 18446744073709551616, got "18446744073709551616": correct it, or begin the text with something else',
    ],
    ...['0xZZ', '0x', '0x1_0', '0x10000000000000000'].map((seed) => [
      `model: severity\nseed: "${seed}"`,
      `seed: expected at most 16 digits 0-9 a-f after 0x, got "${seed}": correct it, or begin the text with something else`,
    ]),
    [
      'model: severity\nfirstPassage: []',
      'firstPassage: expected { threshold, direction, monitor, bins } or a list of 1 to 8 of these, got a list of 0: leave it out to watch no threshold',
    ],
    [
      `model: severity\nfirstPassage: [${'{ threshold: 0.8 }, '.repeat(9)}]`,
      'firstPassage: expected { threshold, direction, monitor, bins } or a list of 1 to 8 of these, got a list of 9: leave it out to watch no threshold',
    ],
    [
      'model: severity\nfirstPassage: {}',
      'firstPassage.threshold: expected a finite number, got nothing: give a position in units of x',
    ],
    [
      'model: severity\nbackend: gpu',
      'backend: expected auto, webgpu, wasm or reference, got "gpu": auto is the default',
    ],
    // Unknown and later fields.
    ['model: severity\npathss: 3', 'pathss: unknown field: did you mean paths?'],
    ['model: severity\nfoo: 3', `foo: unknown field: known are ${list}`],
    ['model: severity\n"a\\nb": 3', `"a\\nb": unknown field: known are ${list}`],
    ['model: severity\nhistogram: { bin: 3 }', 'histogram.bin: unknown field: did you mean bins?'],
    [
      'model: severity\nfirstPassage: [{ threshold: 0.8, directon: up }]',
      'firstPassage[0].directon: unknown field: did you mean direction?',
    ],
    [
      'model: { drift: x, difusion: "1", diffusion: "1", domain: [0, 1] }',
      'model.difusion: unknown field: did you mean diffusion?',
    ],
    [
      'model: severity\nfast: 1',
      'fast: expected true or false, got 1: false, the default, gives the same bits on every machine',
    ],
    [
      'model: severity\nscheme: lamperti-heun\nboundary: { upper: clamp }',
      'boundary.upper: expected reflect or absorb with scheme lamperti-heun, got clamp: a projection has no order 2; use reflect, or scheme: euler-maruyama',
    ],
    [
      'model: severity\nrng: threefry2x64-20',
      'rng: expected philox4x32-10, philox4x32-7 or threefry4x32-20, got "threefry2x64-20": philox4x32-10 is the default',
    ],
    [
      'model: wright-fisher\nscheme: lamperti-heun',
      'scheme: lamperti-heun: ∫ dx/σ needs a diffusion that is finite and > 0 in the whole domain, the ends included; at or near x = 0 it is not; narrow the domain, or use euler-maruyama',
    ],
    // The model.
    ['model: sevrity', 'model: expected the name of a preset, got "sevrity": did you mean severity?'],
    ['model: severity\nparams: { alpa: 1 }', 'params.alpa: no parameter of severity: did you mean alpha?'],
    [
      'model: severity\ndomain: [0, 2]',
      "domain: expected ends within [0, 1], the domain of severity, got [0, 2]: a preset's domain may only be narrowed; for a wider one write the model as drift and diffusion (`firstpassage models` has them)",
    ],
    // Places that lie in the domain asked for are no problems of their own.
    [
      'model: brownian\ndomain: [-2, 2]\ninitial: -1.5\nfirstPassage: { threshold: 1.5 }',
      "domain: expected ends within [-1, 1], the domain of brownian, got [-2, 2]: a preset's domain may only be narrowed; for a wider one write the model as drift and diffusion (`firstpassage models` has them)",
    ],
    [
      'model: { drift: "-x**3", diffusion: "1", domain: [0, 1] }',
      'model.drift: expected ^ for a power, got **: write for example x^2 (column 3)',
    ],
    ['model: severity\ndomain: [0.9, 0.1]', 'domain: expected lower < upper, got [0.9, 0.1]: use [0.1, 0.9]'],
    [
      'model: severity\nparams: { sigma0: -1 }',
      'params: expected a finite diffusion ≥ 0 in the domain, got -1 at x = 0: change the diffusion or the domain',
    ],
    [
      'model: { drift: "x", diffusion: "1" }',
      'domain: expected the domain of the custom model, got nothing: add for example domain: [0, 1]',
    ],
    [
      'model: { drift: "x", diffusion: "1", domain: [0, 1] }\ndomain: [0, 1]',
      'domain: expected the domain in one place, got it here and in model.domain: leave one out',
    ],
    [
      'model: { drift: "x", diffusion: "1", domain: [0, 1e39] }',
      'model.domain: expected ends within ±1e+18, got 1e+39 (squares of distances are f32): choose other units of x',
    ],
    [
      'model: { drift: "0", diffusion: "1e17", domain: [-1.1e18, 0] }',
      'model.domain: expected ends within ±1e+18, got -1100000000000000000 (squares of distances are f32): choose other units of x',
    ],
    [
      'model: { drift: "x", diffusion: "1", domain: [0, 1] }\nparams: { x: 1 }',
      'params.x: expected a name other than x, which is the position: rename the parameter',
    ],
    [
      'model: { drift: "1/x", diffusion: "1", domain: [-1, 1] }',
      'model.drift: expected a finite drift in the domain, got Infinity at x = 0: change the drift or the domain',
    ],
    [
      'model: { drift: "0", diffusion: "0.5 - x", domain: [0, 1] }',
      'model.diffusion: expected a finite diffusion ≥ 0 in the domain, got -0.000244141 at x = 0.500244: change the diffusion or the domain',
    ],
    [
      'model: { drift: "0", diffusion: "sqrt(x)", domain: [-1, 1] }',
      'model.diffusion: expected a finite diffusion ≥ 0 in the domain, got NaN at x = -1: change the diffusion or the domain',
    ],
    [
      'model: { drift: "x^2 - x^(2 + x)", diffusion: "1", domain: [-1, 1] }',
      'model.drift: expected a base ≥ 0 of the power with an exponent with x, got -1 at x = -1: write abs(…) or max(…, 0) for the base, or a constant integer for the exponent (column 8)',
    ],
    [
      'model: { drift: "0", diffusion: "0.1 + min(x^2^n, 1)", domain: [-1, 1] }\nparams: { n: 0.5 }',
      'model.diffusion: expected a base ≥ 0 of the power with the exponent 1.4142135623730951, got -1 at x = -1: write abs(…) or max(…, 0) for the base, or a constant integer for the exponent (column 12)',
    ],
    // Times.
    [
      'model: severity\ndt: 50',
      'dt: expected at most the horizon 40 (the default), got 50: use a smaller dt or a later horizon',
    ],
    [
      'model: severity\nhorizon: 10.005',
      'horizon: expected a whole multiple of dt = 0.01, got 10.005: use 10 or 10.01',
    ],
    [
      'model: severity\ndt: 0.03',
      'horizon: expected a whole multiple of dt = 0.03, got 40 (the default): use 39.99 or 40.02',
    ],
    [
      'model: severity\ndt: 1e-12',
      'dt: expected at most 4294967295 steps to the horizon 40 (the default), got 40000000000000: use dt ≥ 9.36e-9 or an earlier horizon',
    ],
    [
      'model: severity\nsaveAt: [0.015]',
      'saveAt[0]: expected a whole multiple of dt = 0.01, got 0.015: use 0.01 or 0.02',
    ],
    [
      'model: severity\nsaveAt: [50]',
      'saveAt[0]: expected at most the horizon 40, got 50: leave it out or use a later horizon',
    ],
    [
      'model: severity\ndt: 300\nhorizon: 200\nsaveAt: [10, 20]',
      'dt: expected at most the horizon 200, got 300: use a smaller dt or a later horizon',
    ],
    [
      'model: severity\ndt: 20\nhorizon: 40\nsaveAt: [11, 20]',
      'saveAt[0]: expected a whole multiple of dt = 20, got 11: use 20',
    ],
    ['model: severity\nsaveAt: [10, 10]', 'saveAt[1]: expected each time once, got 10 again: leave it out'],
    [
      'model: severity\ndt: 0.1\nsaveAt: [0.3, 0.30000000000000004]',
      'saveAt[1]: expected each time once, got 0.30000000000000004 again: leave it out',
    ],
    ['model: severity\nsaveAt: [10, 5]', 'saveAt[1]: expected increasing times, got 5 after 10: sort the list'],
    [
      'model: severity\nsaveAt: []',
      'saveAt: expected something to observe, got []: give save times, firstPassage, an absorbing end or samplePaths',
    ],
    // Start and thresholds.
    ['model: severity\ninitial: 1.1', 'initial: expected a point of the domain [0, 1], got 1.1: start inside'],
    [
      'model: severity\ninitial: { uniform: [0.2, 0.1] }',
      'initial.uniform: expected a < b, got [0.2, 0.1]: use [0.1, 0.2]',
    ],
    [
      'model: severity\ninitial: { uniform: [0.2, 1.1] }',
      'initial.uniform: expected an interval in the domain [0, 1], got [0.2, 1.1]: start inside',
    ],
    [
      'model: severity\ninitial: stationary\nboundary: { upper: absorb }',
      'initial: expected a point or { uniform: [a, b] }, got "stationary" with an absorbing upper end: there is no stationary law',
    ],
    ['model: severity\ninitial: { normal: [0, 1] }', 'initial.normal: unknown field: known are uniform'],
    [
      'model: severity\nfirstPassage: { threshold: 1.5 }',
      'firstPassage.threshold: expected a position in the domain [0, 1], got 1.5: choose a threshold between 0 and 1',
    ],
    [
      'model: severity\nboundary: { lower: absorb }\nfirstPassage: { threshold: -0.5, direction: up }',
      'firstPassage.threshold: expected a position in the domain [0, 1], got -0.5: choose a threshold between 0 and 1',
    ],
    [
      'model: severity\nboundary: { upper: absorb }\nfirstPassage: { threshold: 1.5, direction: down }',
      'firstPassage.threshold: expected a position in the domain [0, 1], got 1.5: choose a threshold between 0 and 1',
    ],
    [
      'model: severity\nboundary: { upper: absorb }\nfirstPassage: { threshold: -0.5, direction: up }',
      'firstPassage.threshold: expected a position in the domain [0, 1], got -0.5: choose a threshold between 0 and 1',
    ],
    [
      'model: severity\ninitial: { uniform: [0.1, 0.9] }\nfirstPassage: { threshold: 0.5 }',
      'firstPassage.direction: expected up or down, got nothing: the start lies on both sides of 0.5, so say which',
    ],
    // Sizes.
    [
      'model: severity\nhistogram: { bins: 1000000 }\nsaveAt: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]',
      'histogram.bins: expected at most 10000000 bins in all, got 11 save times × 1000000: use 909090 bins or fewer save times',
    ],
    ['model: severity\nsamplePaths: 100001', 'samplePaths: expected at most paths = 100000, got 100001: keep fewer'],
    [
      'model: severity\nsamplePaths: 9991',
      'samplePaths: expected less to keep, got 9991 paths of 4000 steps: use 9990 or fewer',
    ],
    [
      'model: severity\nsamplePaths: 3\nhorizon: 4e6',
      'samplePaths: expected less to keep, got 3 paths of 400000000 steps: use 2 or fewer',
    ],
    [
      'model: { drift: "0", diffusion: "x^0.25", domain: [0, 1] }\nscheme: milstein',
      'scheme: expected a finite σσ′ in the domain for milstein, got Infinity at x = 0: use euler-maruyama',
    ],
  ])('%j', (yaml, line) => {
    expect(problemsIn(yaml)).toEqual([line]);
  });

  it('names the column of an expression that does not parse', () => {
    const [line, ...rest] = problemsIn('model: { drift: "a*x", diffusion: "1", domain: [0, 1] }');
    expect(rest).toEqual([]);
    expect(line).toMatch(/^model\.drift: .*"a".*params \(column 1\)$/);
  });
});

describe('every problem at once', () => {
  it('in the order of the fields, unknown ones last', () => {
    const yaml = `
pathss: 3
model: severity
params: { alpa: 1, beta: x }
domain: [0, 2]
boundary: absorb
initial: 7
paths: 1e13
dt: 0.01
horizon: 10.005
saveAt: [1, .nan, 0.015, 900]
histogram: { bins: 0 }
firstPassage: [{ threshold: a, directon: up }, { threshold: 7, direction: up, colour: red }, { threshold: 0.5, bins: 0 }]
samplePaths: -1
seed: null
backend: gpu`;
    expect(problemsIn(yaml).map((line) => /^[^:]*/.exec(line)![0])).toEqual([
      'params.beta',
      'params.alpa',
      'domain',
      'boundary',
      'initial',
      'paths',
      'horizon',
      'saveAt[1]',
      'saveAt[2]',
      'saveAt[3]',
      'histogram.bins',
      'firstPassage[0].threshold',
      'firstPassage[0].directon',
      'firstPassage[1].colour',
      'firstPassage[2].bins',
      'samplePaths',
      'seed',
      'backend',
      'pathss',
    ]);
  });
});
