export { type ExitLaw, exitLaw } from './exit.js';
export { firstPassage, type PassageLaw } from './passage.js';
export { mirror, type Process, type Quantity } from './process.js';
export { type FixedPoint, fixedPointsOf, type Regime } from './regime.js';
export { averageOverStart } from './start.js';
export { modesOf, type StationaryLaw, stationaryLaw } from './stationary.js';
export { type FirstPassageTheory, type Theory, type TheorySetup, type TheoryThreshold, theoryOf } from './theory.js';
