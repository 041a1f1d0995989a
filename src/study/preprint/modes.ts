/** Does the stationary law go from one peak near 0 to two peaks, or to a peak near 1? */
import { modesOf, stationaryLaw } from '../../theory/index.js';
import { claimOf, type Examine, list, show } from './claim.js';
import { BETA, computed, FIGURE, paramsOf, scan, severity } from './exact.js';
import { rowsOf } from './lab.js';
import { ALPHAS, lawSamples } from './samples.js';
import { judge } from './verdict.js';

const LOW = 0.1; // a peak below it counts as near 0 …
const HIGH = 0.9; // … and one above it as near 1
const GRID = scan(0.05, 1, 19);
/** Noise that the model makes two peaks of: σ0 σ1 > γ. */
const TWO_PEAKS = { alpha: 1, beta: 0.5, gamma: 0.001, sigma0: 0.05, sigma1: 0.5 } as const;

export const modes: Examine = async (lab) => {
  const points = GRID.flatMap((alpha) =>
    GRID.map((beta) => ({ alpha, beta, peaks: modesOf(severity({ alpha, beta })) })),
  );
  const most = Math.max(...points.map(({ peaks }) => peaks.length));
  const single = points.filter(({ peaks }) => peaks.length === 1);
  const below = single.filter(({ alpha, beta }) => alpha < beta).map(({ peaks }) => peaks[0]!);
  const above = points.filter(({ alpha, beta }) => alpha > beta).map(({ peaks }) => peaks.at(-1)!);
  const lowest = Math.min(...below);
  const highest = Math.max(...above);
  const along = ALPHAS.map((alpha) => [alpha, modesOf(severity({ alpha }))[0]!] as const);
  const two = modesOf(severity(TWO_PEAKS));
  const laws = await lawSamples(lab);
  const sampled = await lab.severity('two-peaks', TWO_PEAKS, {
    ...{ initial: 'stationary', horizon: 20, saveAt: [20] },
    dt: 0.01, // at x = 1 a step of 0.05 is as long as three bins of the histogram
  });
  const excess = FIGURE.sigma0 * FIGURE.sigma1 - FIGURE.gamma;
  const place = (value: number) => ({ value, error: 1e-9 }); // a root of the derivative of ln p, by bisection
  const grid = `the grid of ${GRID.length} × ${GRID.length} points with α and β from ${GRID[0]} to ${GRID.at(-1)}`;
  return claimOf({
    id: 'modes',
    title: 'The stationary law: one peak near 0, then two peaks or a peak near 1',
    claimed:
      'As α passes β the stationary density changes from a single peak near 0 to two peaks, or to a peak near 1.',
    criteria: [
      judge({
        says: `below α = β the density can have its only peak below ${LOW} (on ${grid})`,
        value: place(lowest),
        relation: '<',
        limit: LOW,
      }),
      judge({
        says: `above α = β it can have a peak above ${HIGH}`,
        value: place(highest),
        relation: '>',
        limit: HIGH,
      }),
      judge({
        says: 'somewhere on the grid it has two peaks, at the figure’s noise',
        value: computed(most),
        relation: '>',
        limit: 1.5,
      }),
    ],
    finding: `At the figure’s noise σ0σ1 − γ = ${show(excess)} is ${excess < 0 ? 'negative' : 'not negative'}; at no point of the grid are there more peaks than ${most}. With β = ${BETA} the peak lies at ${list(along)} (α: place). The lowest peak below α = β on the grid is at ${show(lowest)}, the highest above it at ${show(highest)}.`,
    regime: `Two peaks need σ0σ1 > γ and α − σ1² > 2√((α + β)(σ0σ1 − γ)): a change made by the noise, with no divergence, and not at α = β. At α = 1, β = 0.5, γ = 0.001, σ0 = 0.05, σ1 = 0.5 the peaks are at ${two.map(show).join(' and ')}. A peak near 1 needs β ≪ α.`,
    measured: rowsOf(
      ...laws.flatMap(([alpha, sample]) => [
        sample?.row(`5 % quantile, α = ${alpha}`, 'snapshots[0].quantiles.0.05'),
        sample?.row(`95 % quantile, α = ${alpha}`, 'snapshots[0].quantiles.0.95'),
      ]),
      sampled?.row('mean of the law with two peaks', 'snapshots[0].mean'),
      sampled?.row('its variance', 'snapshots[0].variance'),
    ),
    exact: [
      { quantity: 'σ0σ1 − γ at the figure’s noise', ...computed(excess), how: 'two peaks need a positive one' },
      ...along.map(([alpha, peak]) => ({
        quantity: `peak, α = ${alpha}, β = ${BETA}`,
        ...place(peak),
        how: 'μ = σσ′',
      })),
      ...two.map((peak, i) => ({
        quantity: `peak ${i + 1} at σ0σ1 > γ`,
        ...place(peak),
        how: Object.values(paramsOf(TWO_PEAKS)).join(', '),
      })),
    ],
    curves: [
      {
        name: 'modes-figure',
        title: 'Stationary densities at the figure’s noise',
        caption: `β = ${BETA}, γ = ${FIGURE.gamma}, σ0 = ${FIGURE.sigma0}, σ1 = ${FIGURE.sigma1}.`,
        x: 'severity x',
        y: 'density',
        lines: ALPHAS.map((alpha) => ({ label: `α = ${alpha}`, ...density({ alpha }) })),
        marks: [],
      },
      {
        name: 'modes-two',
        title: 'Two peaks where σ0σ1 > γ',
        caption: 'α = 1, β = 0.5, γ = 0.001, σ0 = 0.05, σ1 = 0.5.',
        x: 'severity x',
        y: 'density',
        lines: [{ label: 'exact', ...density(TWO_PEAKS) }, ...histogramOf(sampled)],
        marks: two.map((x) => ({ x, label: 'peak' })),
      },
    ],
  });
};

function density(params: Parameters<typeof severity>[0]) {
  const law = stationaryLaw(severity(params));
  const x = scan(0, 1, 200);
  return { x, y: x.map((at) => law.density(at)) };
}

/** The density of the last save time, by bins. */
function histogramOf(sample: Awaited<ReturnType<Parameters<Examine>[0]['sample']>>) {
  const snapshot = sample?.result.snapshots[0];
  if (!snapshot) return [];
  const { edges, counts } = snapshot.histogram;
  const widths = counts.map((_, i) => snapshot.paths * (edges[i + 1]! - edges[i]!));
  return [
    {
      label: 'simulated',
      x: counts.map((_, i) => (edges[i]! + edges[i + 1]!) / 2),
      y: counts.map((count, i) => count / widths[i]!),
      standardErrors: counts.map((count, i) => Math.sqrt(count) / widths[i]!),
    },
  ];
}
