/** What is exact of one point of a sweep, and what the time step does to it: only what the outputs ask for. */
import { type Study, thresholdsOf } from '../spec/study.js';
import {
  type Bias,
  discretisationBias,
  exitLaw,
  hittingLaw,
  isSeen,
  modesOf,
  momentsAt,
  type PassageAtHorizon,
  type PassageBias,
  passageAtHorizon,
  passageQuantile,
  type Quantity,
  relaxationRate,
  type SnapshotBias,
  solveFokkerPlanck,
  stationaryLaw,
  thresholdPlace,
} from '../theory/index.js';
import { biasSetupOf } from './bias-setup.js';
import { type Output, parseOutput } from './outputs.js';
import { startOf } from './plan.js';
import { processOf } from './process.js';

/** A number with its error, or why there is none; a bias knows what it is a bias of. */
export type Known = (Quantity & { readonly exact?: number }) | { readonly reason: string };
/** By the name of the output. */
export type KnownOutputs = Readonly<Record<string, Known>>;

export const isKnown = (known: Known): known is Quantity & { readonly exact?: number } => 'value' in known;

/** In continuous time: at the horizon or the last save time, and of theory alone. */
export function exactOf(study: Study, names: readonly string[]): KnownOutputs {
  const process = processOf(study);
  const { boundary, horizon } = study;
  const start = startOf(study);
  const known = remembering();
  const law = () => known('stationary', () => stationaryLaw(process));
  const passage = (at: number, up: boolean) =>
    known(`passage ${at} ${up}`, () => passageAtHorizon(process, boundary, start, at, up, horizon));

  const snapshot = ({ field, level }: Output & { of: 'snapshot' }): Quantity => {
    const time = study.saveAt.at(-1)!;
    const moments = known('moments', () => momentsAt(process, boundary, start, time));
    if (!isSeen(moments.alive)) throw new Unknown(`practically no path is alive at the save time ${time}`);
    const spread = Math.sqrt(Math.max(0, moments.variance.value)) + ROUNDING * (process.upper - process.lower);
    if (field === 'variance') return sharp(moments.variance, moments.variance.value);
    if (field === 'mean') return sharp(moments.mean, spread);
    if (field !== 'quantiles') return sharp(moments[field], 1 + Math.abs(moments[field].value));
    const setup = { boundary, start, times: [time] };
    return sharp(known('law', () => solveFokkerPlanck(process, setup).laws[0]!).quantile(Number(level)), spread);
  };
  const timeOf = (at: number, up: boolean, field: keyof PassageAtHorizon | 'quantiles', share: number): Quantity => {
    const censored = passage(at, up);
    const found =
      field === 'quantiles'
        ? passageQuantile(process, boundary, start, at, up, horizon, share, censored)
        : censored[field];
    if (found !== null) return field === 'probability' ? found : sharp(found, found.value);
    throw new Unknown(
      field === 'quantiles'
        ? `by the horizon ${Number(censored.probability.value.toPrecision(6))} of the paths have hit`
        : 'a hit by the horizon is too unlikely to average over',
    );
  };
  const exit = ({ side, field, level }: Output & { of: 'exits' }): Quantity => {
    const [at, up] = side === 'upper' ? [study.domain[1], true] : [study.domain[0], false];
    // Quantiles are of the paths that leave there by the horizon.
    return timeOf(at, up, field, level === null ? 0 : Number(level) * passage(at, up).probability.value);
  };
  const alone = ({ index, field }: Output & { of: 'theory' }): Quantity => {
    switch (field) {
      case 'modes':
        return { value: modesOf(process).length, error: 0 };
      case 'relaxationRate':
        return known('rate', () => relaxationRate(process));
      case 'relaxationTime': {
        const { value, error } = known('rate', () => relaxationRate(process));
        return { value: 1 / value, error: error / value ** 2 };
      }
      case 'stationary.mean':
      case 'stationary.variance':
      case 'stationary.skewness':
      case 'stationary.excessKurtosis':
        return law()[field.slice('stationary.'.length) as 'mean'];
      case 'exit.meanTime':
        return known('exit', () => exitLaw(process, start)).time.mean;
      case 'exit.upperProbability':
        return known('exit', () => exitLaw(process, start)).upperProbability;
      default: {
        const { value, up } = placeOf(study, index);
        const hitting = known(`hitting ${index}`, () => hittingLaw(process, boundary, start, value, up));
        if (field === 'firstPassage.probability') return hitting.probability;
        if (hitting.loss !== null) throw new Unknown(`some of the paths never hit: ${hitting.loss}`);
        return hitting.time()[field === 'firstPassage.mean' ? 'mean' : 'variance'];
      }
    }
  };
  return answers(names, (output) => {
    switch (output.of) {
      case 'snapshot':
        return snapshot(output);
      case 'firstPassage': {
        const { value, up } = placeOf(study, output.index);
        return timeOf(value, up, output.field, Number(output.level));
      }
      case 'exits':
        return exit(output);
      case 'theory':
        return alone(output);
    }
  });
}

/**
 * The signed bias of each output at the study's scheme and time step. Of theory alone there is none, and of quantiles none
 * is told: it would take as long as all the rest, for a check that needs more paths than the points of a sweep have.
 */
export function biasesOf(study: Study, names: readonly string[]): KnownOutputs {
  const outputs = names.map(parseOutput);
  const setup = biasSetupOf(study);
  const passages = outputs.flatMap((output) =>
    output.of === 'firstPassage' && output.level === null ? [output.index] : [],
  );
  const watched = [...new Set(passages)].sort((a, b) => a - b);
  const looksAtX = outputs.some((output) => output.of === 'snapshot' && output.level === null);
  const saveAt = looksAtX ? study.saveAt.slice(-1) : [];
  const thresholds = watched.map((index) => setup.thresholds[index]!);
  const found = discretisationBias(processOf(study), { ...setup, saveAt, thresholds }, study.dt);
  const of = (law: PassageBias | SnapshotBias | null | undefined, path: string, { field }: Output) => {
    const bias: Bias | null | undefined = law?.[field as 'mean'];
    if (!bias) {
      const paths = [`${path}.${field}`, path, path.replace(/\[\d+\]$/, '')];
      throw new Unknown(paths.map((each) => found.reasons[each]).find(Boolean) ?? 'it could not be computed');
    }
    return { value: bias.bias, error: bias.error, exact: bias.exact };
  };
  return answers(names, (output) => {
    if (output.of === 'theory') throw new Unknown('it has no time step');
    if (output.level !== null) throw new Unknown('not computed for quantiles');
    if (output.of === 'snapshot') return of(found.snapshots[0], 'snapshots[0]', output);
    if (output.of === 'exits') return of(found.exits[output.side], `exits.${output.side}`, output);
    const at = watched.indexOf(output.index);
    return of(found.firstPassage[at], `firstPassage[${at}]`, output);
  });
}

/** A reason in place of a number. */
class Unknown extends Error {}

const ROUNDING = 1e-9; // of the domain: paths that are all at one place
const MOST_ERROR = 0.01; // of the scale of a quantity, beyond which its exact value says nothing

/** The quantity where its numerical error is small beside the scale. */
function sharp(quantity: Quantity, scale: number): Quantity {
  if (!(quantity.error > MOST_ERROR * Math.abs(scale))) return quantity; // NaN says why itself
  const [value, error] = [quantity.value, quantity.error].map((number) => Number(number.toPrecision(2)));
  throw new Unknown(`it is known to ${value} ± ${error} only`);
}

/** Theory is a service: where it has no answer, the run has one nevertheless. */
function answers(
  names: readonly string[],
  answer: (output: Output) => Quantity & { readonly exact?: number },
): KnownOutputs {
  const answerTo = (name: string): Known => {
    try {
      const { value, error, ...rest } = answer(parseOutput(name));
      if (!Number.isFinite(value)) return { reason: `it is no finite number: ${value}` };
      return { value, error: Number.isFinite(error) ? error : Number.MAX_VALUE, ...rest };
    } catch (error) {
      return { reason: (error as Error).message };
    }
  };
  return Object.fromEntries(names.map((name) => [name, answerTo(name)]));
}

/** Each answer once, and each refusal. */
function remembering() {
  const answered = new Map<string, unknown>();
  const refused = new Map<string, unknown>();
  return <T>(key: string, answer: () => T): T => {
    if (refused.has(key)) throw refused.get(key);
    try {
      if (!answered.has(key)) answered.set(key, answer());
    } catch (error) {
      refused.set(key, error);
      throw error;
    }
    return answered.get(key) as T;
  };
}

function placeOf(study: Study, index: number) {
  const { threshold, direction } = thresholdsOf(study)[index]!;
  return {
    value: thresholdPlace(processOf(study), study.boundary, { value: threshold, up: direction === 'up' }),
    up: direction === 'up',
  };
}
