/** Samples that several claims look at. */
import type { Line } from '../../result/preprint.js';
import { START } from './exact.js';
import type { Lab, Sample } from './lab.js';

/** α below, at and above β = 0.4. */
export const ALPHAS = [0.1, 0.4, 0.7] as const;

/** Each with the sample of its stationary law: begun in it, and followed for 20. */
export async function lawSamples(lab: Lab): Promise<Samples> {
  const samples: (readonly [number, Sample | null])[] = [];
  for (const alpha of ALPHAS) {
    const fields = { initial: 'stationary', horizon: 20, saveAt: [20] };
    samples.push([alpha, await lab.severity(`law-${alpha}`, { alpha }, fields)]);
  }
  return samples;
}

export type Samples = readonly (readonly [number, Sample | null])[];

/** Points of a plot, where something was simulated. */
export function pointsOf(samples: Samples, path: string): Line[] {
  const points = samples.flatMap(([alpha, sample]) => {
    const check = sample?.check(path);
    return check ? [{ alpha, check }] : [];
  });
  if (points.length === 0) return [];
  return [
    {
      label: 'simulated',
      x: points.map(({ alpha }) => alpha),
      y: points.map(({ check }) => check.simulated),
      standardErrors: points.map(({ check }) => check.standardError),
    },
  ];
}

/** Longest time that paths are followed to the threshold, by α: about ten mean passage times. */
const PATIENCE: Readonly<Record<number, number>> = { 0.4: 700, 0.7: 150 };

export async function passageSamples(lab: Lab): Promise<Samples> {
  const samples: (readonly [number, Sample | null])[] = [];
  for (const [alpha, horizon] of Object.entries(PATIENCE).map(([a, h]) => [Number(a), h] as const)) {
    const fields = { initial: START, horizon, dt: 0.1, firstPassage: { threshold: 0.8 } };
    samples.push([alpha, await lab.severity(`passage-${alpha}`, { alpha }, fields)]);
  }
  return samples;
}
