/** The biases of moments: of first passages and exits by a horizon, and of positions at the save times. */
import type { BiasSetup, PassageBias, SnapshotBias } from './bias-setup.js';
import type { SchemeBetween } from './bias-step.js';
import { passageAtHorizon } from './horizon.js';
import { momentsAt } from './moments-at.js';
import type { Process } from './process.js';
import { momentsOfChain, passageWithin, type Side } from './truth.js';

type PassageMoments = Pick<PassageBias, 'probability' | 'mean' | 'variance' | 'restrictedMean'>;

export function passageBias(
  scheme: SchemeBetween,
  process: Process,
  { boundary, start }: BiasSetup,
  side: Side,
): PassageMoments {
  const [probability, restrictedMean, mean, variance] = scheme.biasesOf({
    exact([time]) {
      const law = passageAtHorizon(process, boundary, start, scheme.ends[side].at, side === 'upper', time!);
      return [law.probability, law.restrictedMean, law.mean, law.variance];
    },
    discrete({ chain }, [steps]) {
      const law = passageWithin(chain, start, side, steps!);
      return [law.probability, law.restrictedMean!, law.mean, law.variance];
    },
  });
  return { probability: probability!, mean: mean!, variance: variance!, restrictedMean: restrictedMean! };
}

type SnapshotMoments = Pick<SnapshotBias, 'time' | 'mean' | 'variance' | 'skewness' | 'excessKurtosis'>;

export function snapshotBiases(
  scheme: SchemeBetween,
  process: Process,
  { boundary, start, saveAt }: BiasSetup,
): SnapshotMoments[] {
  const found = scheme.biasesOf({
    exact: (times) =>
      times.flatMap((time) => {
        const { mean, variance, skewness, excessKurtosis } = momentsAt(process, boundary, start, time);
        return [mean, variance, skewness, excessKurtosis];
      }),
    discrete: ({ chain }, steps) =>
      momentsOfChain(chain, start, steps).flatMap(({ mean, variance, skewness, excessKurtosis }) => [
        mean,
        variance,
        skewness,
        excessKurtosis,
      ]),
  });
  return saveAt.map((time, i) => {
    const [mean, variance, skewness, excessKurtosis] = found.slice(4 * i);
    return { time, mean: mean!, variance: variance!, skewness: skewness!, excessKurtosis: excessKurtosis! };
  });
}
