export type {
  ExitSide,
  ExitTheory,
  FirstPassageTheory,
  SpectrumTheory,
  StationaryTheory,
  Theory,
} from './answer.js';
export { autocorrelationTime } from './autocorrelation.js';
export { discretisationBias } from './bias.js';
export { earliest } from './bias-laws.js';
export type { Bias, BiasSetup, DiscretisationBias, PassageBias, SnapshotBias } from './bias-setup.js';
export { type Chain, chainOf, type End } from './chain.js';
export { polynomialFit } from './chebyshev.js';
export { chiSquaredTail, type ExpectedCell, FEWEST_IN_CELL, type Fit, fitOf } from './chi-squared.js';
export type { Crossing } from './crossings.js';
export { thresholdPlace } from './describe-passage.js';
export type { Eigenfunction } from './eigenfunction.js';
export { type ExitLaw, exitLaw } from './exit.js';
export { type EndClass, type EndNature, endsOf, WITH_NOISE } from './feller.js';
export {
  type FokkerPlanck,
  type FokkerPlanckSetup,
  type LawAt,
  type LeavingTime,
  solveFokkerPlanck,
} from './fokker-planck.js';
export { type Barrier, type HitProbability, hitProbability } from './hit-probability.js';
export { type LookBack, noStepLeft, stepBack } from './hit-step.js';
export { type HittingLaw, hittingLaw } from './hitting.js';
export { type PassageAtHorizon, passageAtHorizon } from './horizon.js';
export {
  type Lamperti,
  type LampertiCoordinate,
  lampertiCoordinate,
  lampertiDrift,
  lampertiOf,
  lampertiSlopes,
} from './lamperti.js';
export { type LimitBias, type LimitBiases, limitBiases } from './limit-bias.js';
export { type MomentsAt, momentsAt } from './moments-at.js';
export { firstPassage } from './passage.js';
export { passageQuantile } from './passage-quantile.js';
export { isSeen, mirror, type Process, type Quantity } from './process.js';
export { type FixedPoint, fixedPointsOf, type Regime } from './regime.js';
export { type SeverityParams, type SeverityRegime, severityRegime } from './regime-severity.js';
export { relaxationRate } from './relaxation.js';
export { type Spectrum, spectrumOf } from './spectrum.js';
export { averageOverStart } from './start.js';
export { modesOf, type StationaryLaw, stationaryLaw } from './stationary.js';
export { type Stepper, stepperOf } from './stepper.js';
export { type Tail, tailOf } from './tail.js';
export { theoryOf } from './theory.js';
export type { TheorySetup, TheoryThreshold } from './theory-setup.js';
export type { TimeLaw } from './time-law.js';
export {
  momentsOfChain,
  passageOfChain,
  passageWithin,
  type SchemeMoments,
  type SchemePassage,
  type Side,
  stationaryOfChain,
  survivalOf,
} from './truth.js';
