/**
 * firstpassage: first-passage and critical statistics of bounded one-dimensional SDEs.
 * The same in Node and bundled for a browser.
 */

export type {
  Backend,
  PathEnds,
  Progress,
  SimulateManyOptions,
  SimulateOptions,
  StepCounts,
  Tally,
} from './backend/backend.js';
export { createWebgpuBackend, listAdapters } from './backend/gpu/index.js';
export { createReferenceBackend } from './backend/reference/index.js';
export { type Selection, selectBackend } from './backend/select.js';
export { createWasmBackend } from './backend/wasm/index.js';
export * from './errors.js';
export { functionsOf, type Model, type ModelFunctions, modelOf } from './model/model.js';
export { parseExpression } from './model/parse.js';
export { type Preset, presets } from './model/presets.js';
export type { Plan } from './plan/plan.js';
export { seedToKey } from './plan/seed.js';
export type { Critical, CriticalPoint, Exponent, Judgement, Limit, Measured } from './result/critical.js';
export type {
  Check,
  ErrorBudget,
  Estimate,
  Exit,
  FirstPassage,
  GoodnessOfFit,
  Histogram,
  Provenance,
  Quantiles,
  QuantityErrors,
  Result,
  SamplePaths,
  Snapshot,
} from './result/result.js';
export type { Axis, Sweep, SweepOutput, SweepPoint, SweepProvenance } from './result/sweep.js';
export { axesOf, paramsAt } from './spec/grid.js';
export { type CustomModel, type Grid, type GridAxis, type Study, type Threshold, thresholdsOf } from './spec/study.js';
export { parseStudy } from './study/check.js';
export { biasOf, checkResult } from './study/checks.js';
export { type CriticalOptions, critical } from './study/critical.js';
export { loadStudyText } from './study/load.js';
export { mergeParts } from './study/merge.js';
export type { Part, Shard } from './study/part.js';
export { planStudy } from './study/plan.js';
export { type Point, type PointsOptions, runPoints } from './study/points.js';
export { type RunOptions, type RunProgress, run, runPart } from './study/run.js';
export { type SweepOptions, studyAt, sweep } from './study/sweep.js';
export type { SweepProgress } from './study/sweep-clock.js';
export { SweepMemory } from './study/sweep-memory.js';
export { theory } from './study/theory.js';
export { type Settled, type SettleOptions, settle } from './study/tolerance.js';
export { studyWarnings } from './study/warnings.js';
export type { DiscretisationBias, Theory } from './theory/index.js';
export { VERSION } from './version.js';
