/** `theory --json`: every exact quantity of a study, its error, and the reason for each one that does not exist. */

import { TheoryError } from '../errors.js';
import type { StationaryTheory, Theory } from './answer.js';
import { crossingsOf } from './crossings.js';
import { describeExit } from './describe-exit.js';
import { describePassage } from './describe-passage.js';
import { describeMemory, describeSpectrum } from './describe-spectrum.js';
import { endsOf } from './feller.js';
import { Notes } from './notes.js';
import type { Process } from './process.js';
import { regimeOf } from './regime.js';
import { modesOf, type StationaryLaw, stationaryLaw } from './stationary.js';
import type { TheorySetup, TheoryThreshold } from './theory-setup.js';

const DENSITY_POINTS = 257; // of the printed density, the ends included

export function theoryOf(process: Process, setup: TheorySetup): Theory {
  const { boundary, thresholds } = setup;
  const notes = new Notes();
  const absorbing = (['lower', 'upper'] as const).filter((end) => boundary[end] === 'absorb');
  const stationary = notes.attempt('stationary', () => {
    if (absorbing.length > 0) {
      throw new TheoryError(
        `there is no stationary law: ${absorbing.length === 2 ? 'both ends absorb' : `the ${absorbing[0]} end absorbs`} the paths`,
      );
    }
    const law = stationaryLaw(process);
    return { law, told: describeLaw(process, law, notes) };
  });
  const passageAt = (threshold: TheoryThreshold, path: string) =>
    describePassage(process, setup, threshold, path, notes);
  const passage =
    thresholds === null
      ? null
      : 'value' in thresholds
        ? passageAt(thresholds, 'firstPassage')
        : thresholds.map((threshold, i) => passageAt(threshold, `firstPassage[${i}]`));
  if (passage === null) notes.reasons['firstPassage'] = 'the study sets no threshold';
  const exit = notes.attempt('exit', () => describeExit(process, setup, notes));
  const spectrum = notes.attempt('spectrum', () => describeSpectrum(process, boundary, notes));
  const memory = describeMemory(process, absorbing.length > 0, stationary?.told ?? null, spectrum, notes);
  const modes = stationary?.told.modes ?? (absorbing.length > 0 ? [] : modesOf(process));
  const crossings = stationary === null ? [] : crossingsOf(process, stationary.law, notes);
  return {
    schema: 'firstpassage/theory@1',
    stationary: stationary?.told ?? null,
    firstPassage: passage,
    exit,
    spectrum,
    ...memory,
    ends: endsOf(process),
    regime: regimeOf(process, { model: setup.model, params: setup.params, modes, crossings }),
    errors: notes.errors,
    reasons: notes.reasons,
  };
}

function describeLaw(process: Process, law: StationaryLaw, notes: Notes): StationaryTheory {
  const { lower, upper } = process;
  const x = Array.from({ length: DENSITY_POINTS }, (_, i) => lower + ((upper - lower) * i) / (DENSITY_POINTS - 1));
  const points = x.map((at) => [at, law.density(at)] as const).filter(([, p]) => Number.isFinite(p));
  const all = (name: 'raw' | 'central') =>
    law.moments[name].map((moment, i) => notes.must(`stationary.moments.${name}[${i}]`, moment));
  return {
    mean: notes.must('stationary.mean', law.mean),
    variance: notes.must('stationary.variance', law.variance),
    skewness: notes.must('stationary.skewness', law.skewness),
    excessKurtosis: notes.must('stationary.excessKurtosis', law.excessKurtosis),
    moments: { raw: all('raw'), central: all('central') },
    modes: law.modes,
    density: { x: points.map(([at]) => at), p: points.map(([, p]) => p) },
  };
}
