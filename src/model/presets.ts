/** The models that come with the engine. Their parameters, defaults and sources are printed by `firstpassage models`. */

export interface Preset {
  readonly name: string;
  readonly summary: string;
  /** Itô drift, in x-units per unit of time. */
  readonly drift: string;
  /** σ(x), in x-units per √time. */
  readonly diffusion: string;
  readonly params: Readonly<Record<string, number>>;
  readonly domain: readonly [number, number];
  readonly source: string;
}

const list: readonly Preset[] = [
  {
    name: 'severity',
    summary: 'severity drift of a chain of reasoning: self-reinforcement alpha, damping beta, baseline bias gamma',
    drift: 'alpha*x*(1 - x) - beta*x^2 + gamma',
    diffusion: 'sigma0 + sigma1*x',
    params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
    domain: [0, 1],
    source: 'J. D. Carson, arXiv 2501.16783 (a preprint whose authors ask not to be cited yet)',
  },
  {
    name: 'severity-sqrt',
    summary: 'the severity drift with variance linear in x: sigma^2 = D0 + D1 x',
    drift: 'alpha*x*(1 - x) - beta*x^2 + gamma',
    diffusion: 'sqrt(D0 + D1*x)',
    params: { alpha: 0.6, beta: 0.3, gamma: 0.01, D0: 0.0025, D1: 0.01 },
    domain: [0, 1],
    source: 'the drift of arXiv 2501.16783; variance growing like x, as demographic noise does',
  },
  {
    name: 'wright-fisher',
    summary: 'allele frequency in a population of N: selection s, mutation u (to the allele) and v (from it)',
    drift: 's*x*(1 - x) + u*(1 - x) - v*x',
    diffusion: 'sqrt(x*(1 - x)/N)',
    params: { s: 0.02, u: 0.01, v: 0.01, N: 100 },
    domain: [0, 1],
    source: 'W. J. Ewens, Mathematical Population Genetics, 2nd ed. (2004), ch. 5; time in generations, haploid',
  },
  {
    name: 'ornstein-uhlenbeck',
    summary: 'linear relaxation at rate theta to the mean m',
    drift: 'theta*(m - x)',
    diffusion: 'sigma',
    params: { theta: 1, m: 0, sigma: 0.5 },
    domain: [-3, 3],
    source: 'G. E. Uhlenbeck and L. S. Ornstein, Phys. Rev. 36, 823 (1930)',
  },
  {
    name: 'double-well',
    summary: 'overdamped motion in the potential b x^4/4 - a x^2/2',
    drift: 'a*x - b*x^3',
    diffusion: 'sigma',
    params: { a: 1, b: 1, sigma: 0.5 },
    domain: [-2, 2],
    source: 'H. A. Kramers, Physica 7, 284 (1940)',
  },
  {
    name: 'brownian',
    summary: 'Brownian motion with constant drift: the drift-diffusion model of decisions',
    drift: 'mu',
    diffusion: 'sigma',
    params: { mu: 0, sigma: 1 },
    domain: [-1, 1],
    source: 'R. Ratcliff, Psychol. Rev. 85, 59 (1978)',
  },
];

/** By name, in the order in which they are listed. */
export const presets: Readonly<Record<string, Preset>> = Object.fromEntries(
  list.map((preset) => [preset.name, preset]),
);
