/** `theory --json`: at which end paths leave, and when. */
import { TheoryError } from '../errors.js';
import type { ExitSide, ExitTheory } from './answer.js';
import { exitLaw } from './exit.js';
import { endsOf, isNoiseless, NO_NOISE } from './feller.js';
import { hittingLaw } from './hitting.js';
import type { Notes } from './notes.js';
import type { Process, Quantity } from './process.js';
import { OUT_OF_SIGHT, tailOf } from './tail.js';
import type { TheorySetup } from './theory-setup.js';
import type { TimeLaw } from './time-law.js';

type Side = 'lower' | 'upper';

/** @throws TheoryError where no end takes paths. */
export function describeExit(process: Process, { boundary, start }: TheorySetup, notes: Notes): ExitTheory {
  const natures = endsOf(process);
  const asked = (['lower', 'upper'] as const).filter((side) => boundary[side] === 'absorb');
  if (asked.length > 0 && isNoiseless(process)) throw new TheoryError(NO_NOISE);
  const takes = (side: Side) => {
    const nature = natures[side].class;
    return nature === 'exit' || (nature === 'regular' && boundary[side] === 'absorb');
  };
  const [lower, upper] = [takes('lower'), takes('upper')];
  if (!lower && !upper) {
    if (asked.length === 0) throw new TheoryError('no end of this study absorbs');
    throw new TheoryError(
      asked.map((side) => `the ${side} end absorbs and is never reached: ${natures[side].reason}`).join('; '),
    );
  }
  if (lower && upper) {
    const law = exitLaw(process, start);
    return {
      upperProbability: notes.must('exit.upperProbability', law.upperProbability),
      lowerProbability: notes.must('exit.lowerProbability', law.lowerProbability),
      meanTime: notes.value('exit.meanTime', law.time.mean),
      variance: notes.value('exit.variance', law.time.variance),
      ...tail(),
      lower: sideOf('lower', law.lowerProbability, () => law.lower, notes),
      upper: sideOf('upper', law.upperProbability, () => law.upper, notes),
    };
  }
  const side: Side = upper ? 'upper' : 'lower';
  const other: Side = upper ? 'lower' : 'upper';
  const law = hittingLaw(process, boundary, start, process[side], upper);
  const never = { value: 0, error: 0 };
  notes.reasons[`exit.${other}.mean`] = notes.reasons[`exit.${other}.variance`] = 'no path leaves there';
  const untaken = { probability: 0, mean: null, variance: null };
  const taken = sideOf(side, law.probability, () => law.time(), notes);
  const total = (name: 'mean' | 'variance', path: string) => {
    if (law.loss !== null) notes.reasons[path] = `some of the paths never leave: ${law.loss}`;
    else if (taken[name] === null) notes.reasons[path] = notes.reasons[`exit.${side}.${name}`]!;
    else notes.errors[path] = notes.errors[`exit.${side}.${name}`]!;
    return law.loss === null ? taken[name] : null;
  };
  return {
    upperProbability: notes.must('exit.upperProbability', upper ? law.probability : never),
    lowerProbability: notes.must('exit.lowerProbability', upper ? never : law.probability),
    meanTime: total('mean', 'exit.meanTime'),
    variance: total('variance', 'exit.variance'),
    ...tail(),
    lower: upper ? untaken : taken,
    upper: upper ? taken : untaken,
  };

  function tail(): Pick<ExitTheory, 'tailRate' | 'tailAmplitude'> {
    const found = notes.attempt('exit.tailRate', () => tailOf(process, boundary, start));
    if (found === null) notes.reasons['exit.tailAmplitude'] = notes.reasons['exit.tailRate']!;
    return {
      tailRate: found && notes.value('exit.tailRate', found.rate),
      tailAmplitude: found && notes.value('exit.tailAmplitude', found.amplitude, OUT_OF_SIGHT),
    };
  }
}

function sideOf(side: Side, probability: Quantity, law: () => TimeLaw | null, notes: Notes): ExitSide {
  const path = `exit.${side}`;
  const time = notes.attempt(`${path}.mean`, () => {
    const given = law();
    if (given === null) throw new TheoryError('no path leaves there');
    return given;
  });
  if (time === null) notes.reasons[`${path}.variance`] = notes.reasons[`${path}.mean`]!;
  return {
    probability: notes.must(`${path}.probability`, probability),
    mean: time && notes.value(`${path}.mean`, time.mean),
    variance: time && notes.value(`${path}.variance`, time.variance),
  };
}
