// Studies drawn at random over everything that a study may ask for: the adversary of theory, biases, engine and checks.

/** @typedef {{ uniform: () => number, between: (a: number, b: number) => number, logBetween: (a: number, b: number) => number, chance: (p: number) => boolean, pick: <T>(list: readonly T[]) => T, integer: (a: number, b: number) => number }} Dice */

/**
 * The study file of a number; the same for the same number. What the checks of a study may refuse is not avoided.
 * @param {number} index
 * @param {number} paths
 */
export function randomStudy(index, paths) {
  const dice = diceOf(index);
  const { model, params, domain, rate, noise, places } = dice.chance(0.5) ? presetOf(dice) : expressionOf(dice);
  const [lower, upper] = domain;
  const width = upper - lower;
  const at = () => {
    if (dice.chance(0.04)) return dice.pick(domain);
    return places.length > 0 && dice.chance(0.3) ? dice.pick(places) : lower + width * dice.uniform();
  };

  // A step mostly spreads over 0.3 to 30 % of the domain, and drifts over at most a tenth of it; now and then over more.
  const wild = dice.chance(0.05);
  const spread = dice.logBetween(0.003, wild ? 3 : 0.3) * width;
  const dt = rounded(Math.min((spread / noise) ** 2, ((wild ? 2 : 0.1) * width) / rate));
  const steps = dice.chance(0.03) ? 1 : dice.integer(2, dice.pick([40, 150, 600]));
  const end = () => dice.pick(/** @type {const} */ (['reflect', 'reflect', 'reflect', 'clamp', 'absorb', 'absorb']));
  const boundary = { lower: end(), upper: end() };
  const scheme = dice.pick(/** @type {const} */ (['euler-maruyama', 'milstein', 'lamperti-heun']));
  if (scheme === 'lamperti-heun') {
    if (boundary.lower === 'clamp') boundary.lower = 'reflect';
    if (boundary.upper === 'clamp') boundary.upper = 'reflect';
  }
  const initial = startOf(dice, at, boundary);
  const thresholds = Array.from({ length: dice.pick([0, 1, 1, 1, 2]) }, () => ({
    threshold: dice.chance(0.03) ? upper + 0.1 * width : at(), // beyond the end: met only where it absorbs
    direction: dice.pick(/** @type {const} */ (['up', 'down'])),
    monitor: dice.pick(/** @type {const} */ (['bridge', 'bridge', 'grid', 'shift'])),
  }));
  const saves = dice.pick([0, 1, 2]);
  const save = [...new Set(Array.from({ length: saves }, () => dice.integer(dice.chance(0.05) ? 0 : 1, steps)))].sort(
    (a, b) => a - b,
  );
  return {
    model,
    params,
    domain,
    boundary,
    initial,
    paths,
    dt,
    horizon: steps * dt,
    scheme,
    ...(thresholds.length > 0 ? { firstPassage: thresholds } : {}),
    ...(thresholds.length > 0 || save.length > 0 ? { saveAt: save.map((step) => step * dt) } : {}),
    seed: index,
  };
}

/** @param {Dice} dice @param {() => number} at @param {{ lower: string, upper: string }} boundary */
function startOf(dice, at, { lower, upper }) {
  if (lower !== 'absorb' && upper !== 'absorb' && dice.chance(0.15)) return 'stationary';
  if (dice.chance(0.7)) return at();
  const [a, b] = [at(), at()];
  return a === b ? a : { uniform: [Math.min(a, b), Math.max(a, b)] };
}

/** `rate` and `noise` are about the largest |μ| and σ; `places` are worth a start or a threshold. @param {Dice} dice */
function presetOf(dice) {
  const between = dice.between;
  const log = dice.logBetween;
  const part = (/** @type {number} */ a, /** @type {number} */ b) =>
    dice.chance(0.6) ? [a, b] : [rounded(a + (b - a) * between(0, 0.4)), rounded(b - (b - a) * between(0, 0.4))];
  switch (dice.pick(['severity', 'severity-sqrt', 'wright-fisher', 'ornstein-uhlenbeck', 'double-well', 'brownian'])) {
    case 'severity': {
      const params = {
        alpha: rounded(between(-0.5, 2)),
        beta: rounded(between(0, 2)),
        gamma: rounded(dice.pick([0, log(1e-3, 0.3)])),
        sigma0: rounded(dice.pick([0, log(0.01, 1), log(0.03, 0.3)])),
        sigma1: rounded(dice.pick([0, log(0.01, 1), log(0.03, 0.5)])),
      };
      if (params.sigma0 + params.sigma1 === 0) params.sigma0 = 0.1;
      const rate = Math.abs(params.alpha) + params.beta + params.gamma;
      return made('severity', params, part(0, 1), rate, params.sigma0 + params.sigma1, [0.05, 0.1, 0.5, 0.8]);
    }
    case 'severity-sqrt': {
      const params = {
        alpha: rounded(between(-0.5, 2)),
        beta: rounded(between(0, 2)),
        gamma: rounded(log(1e-3, 0.3)),
        D0: rounded(dice.pick([0, log(1e-4, 0.3)])),
        D1: rounded(log(1e-4, 0.3)),
      };
      const rate = Math.abs(params.alpha) + params.beta + params.gamma;
      return made('severity-sqrt', params, part(0, 1), rate, Math.sqrt(params.D0 + params.D1), [0.1, 0.8]);
    }
    case 'wright-fisher': {
      const N = Math.round(log(5, 1000));
      const scaled = () => rounded(dice.pick([0, log(0.05, 5)]) / N);
      const params = { s: rounded(between(-10, 10) / N), u: scaled(), v: scaled(), N };
      const domain = dice.chance(0.4) ? [0, 1] : [rounded(between(0.01, 0.2)), rounded(between(0.8, 0.99))];
      const rate = Math.abs(params.s) + params.u + params.v;
      return made('wright-fisher', params, domain, rate, Math.sqrt(0.25 / N), [0.2, 0.5]);
    }
    case 'ornstein-uhlenbeck': {
      const params = { theta: rounded(log(0.05, 5)), m: rounded(between(-2, 2)), sigma: rounded(log(0.1, 3)) };
      return made('ornstein-uhlenbeck', params, part(-3, 3), 4 * params.theta, params.sigma, [0, 1]);
    }
    case 'double-well': {
      const params = { a: rounded(log(0.1, 3)), b: rounded(log(0.1, 3)), sigma: rounded(log(0.15, 2)) };
      const rate = 2 * params.a + 8 * params.b;
      return made('double-well', params, part(-2, 2), rate, params.sigma, [-1, 0, 1, 0.9]);
    }
    default: {
      const params = { mu: rounded(between(-2, 2)), sigma: rounded(log(0.1, 3)) };
      return made('brownian', params, part(-1, 1), Math.abs(params.mu), params.sigma, [0]);
    }
  }
}

/** Shapes over u in [0, 1], of size about one. */
const DRIFTS = [
  'b + c*u',
  'b*u*(1 - u) + c*(0.5 - u)',
  '4*b*(u - 0.5) - 16*c^2*(u - 0.5)^3',
  'b*sin(6*u) + c',
  'tanh(4*(c - u))',
  'b - c*exp(-3*u)',
  'c*(1 - 2*u)/(1 + 4*u^2)',
  'b*cos(9*u)*u',
];
const KINKED_DRIFTS = ['b - abs(u - 0.4)', 'max(c*(0.5 - u), b*(0.2 - u))', 'min(b, 0.5 - u)'];
const DIFFUSIONS = [
  '1',
  '1',
  '0.3 + 0.7*u',
  'sqrt(0.2 + u)',
  'exp(-u)',
  '1/(1 + u)',
  '0.7 + 0.3*sin(5*u)',
  'sqrt(1 + (2*u - 1)^2)',
  '0.6 + 0.4*tanh(3*u - 1)',
];
const VANISHING = ['u', 'sqrt(u)', 'sqrt(u*(1 - u))', 'u*(1 - u)', '1 - u'];
const KINKED = ['0.4 + abs(u - 0.3)', 'max(0.4, u)'];

/** An expression of a shape in u = (x − p)/w, on a domain of any place and width, at any rate. @param {Dice} dice */
function expressionOf(dice) {
  const width = rounded(dice.logBetween(0.01, 100));
  const p = dice.chance(0.5) ? 0 : rounded(dice.between(-2, 2) * width * (dice.chance(0.1) ? 20 : 1));
  const r = rounded(dice.logBetween(0.01, 100));
  const s = rounded(width * Math.sqrt(r) * dice.logBetween(0.05, 2));
  const drift = dice.chance(0.95) ? dice.pick(DRIFTS) : dice.pick(KINKED_DRIFTS);
  const kind = dice.uniform();
  const diffusion = kind < 0.85 ? dice.pick(DIFFUSIONS) : kind < 0.93 ? dice.pick(VANISHING) : dice.pick(KINKED);
  const inX = (/** @type {string} */ text) => text.replaceAll(/\bu\b/g, '((x - p)/w)');
  const params = { b: rounded(dice.between(-2, 2)), c: rounded(dice.between(-2, 2)), p, r, s, w: width };
  const domain = [p, Number((p + width).toPrecision(6))];
  const model = { drift: `r*w*(${inX(drift)})`, diffusion: `s*(${inX(diffusion)})` };
  return made(model, params, domain, 4 * r * width, 1.3 * s, [p + 0.5 * width]);
}

/**
 * @param {string | { drift: string, diffusion: string }} model @param {Record<string, number>} params
 * @param {number[]} domain @param {number} rate @param {number} noise @param {number[]} places
 */
const made = (model, params, domain, rate, noise, places) => ({
  model,
  params,
  domain: /** @type {[number, number]} */ (domain),
  rate: Math.max(rate, 1e-6),
  noise,
  places: places.filter((x) => x >= /** @type {number} */ (domain[0]) && x <= /** @type {number} */ (domain[1])),
});

/** As a user would write it. @param {number} x */
const rounded = (x) => Number(x.toPrecision(3));

/** Numbers of a counter, mixed as in splitmix32. @param {number} seed @returns {Dice} */
function diceOf(seed) {
  let state = mixed(seed); // or neighbouring seeds would share their numbers
  const uniform = () => {
    state = (state + 0x9e3779b9) | 0;
    return mixed(state) / 2 ** 32;
  };
  return {
    uniform,
    between: (a, b) => a + (b - a) * uniform(),
    logBetween: (a, b) => a * (b / a) ** uniform(),
    chance: (p) => uniform() < p,
    pick: (list) => /** @type {any} */ (list[Math.floor(uniform() * list.length)]),
    integer: (a, b) => a + Math.floor(uniform() * (b - a + 1)),
  };
}

/** @param {number} counter @returns {number} a u32 */
function mixed(counter) {
  let t = counter ^ (counter >>> 16);
  t = Math.imul(t, 0x21f0aaad);
  t ^= t >>> 15;
  t = Math.imul(t, 0x735a2d97);
  return (t ^ (t >>> 15)) >>> 0;
}
