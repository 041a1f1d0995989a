/** `theory --json`: decay rates, and how fast the process forgets where it was. */
import { TheoryError } from '../errors.js';
import type { SpectrumTheory, StationaryTheory, Theory } from './answer.js';
import { autocorrelationTime } from './autocorrelation.js';
import type { Eigenfunction } from './eigenfunction.js';
import type { Notes } from './notes.js';
import type { Process } from './process.js';
import { spectrumOf } from './spectrum.js';
import type { Boundary } from './sturm.js';
import { quasiStationary } from './tail.js';

const RATES = 6;
const POINTS = 65; // of the printed eigenfunctions, over the part of the domain that paths visit

/** @throws TheoryError where the spectrum is not discrete, or not resolved. */
export function describeSpectrum(process: Process, boundary: Boundary, notes: Notes): SpectrumTheory {
  const spectrum = spectrumOf(process, boundary, RATES);
  const functions = spectrum.rates.map((_, i) => spectrum.eigenfunction(i));
  const { lower, upper } = functions[0]!;
  const x = Array.from({ length: POINTS }, (_, j) => lower + ((upper - lower) * j) / (POINTS - 1));
  /** Of largest value 1 at the points. */
  const valuesOf = (phi: Eigenfunction): number[] => {
    const values = x.map((at) => phi.at(at));
    const largest = values.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
    return values.map((value) => value / largest);
  };
  const values = functions.map(valuesOf);
  const checks = functions.map((_, i) => valuesOf(spectrum.eigenfunction(i, 'check')));
  notes.errors['spectrum.eigenfunctions'] = Math.max(
    ...values.flatMap((row, i) => row.map((value, j) => Math.abs(value - checks[i]![j]!))),
  );
  const late = spectrum.absorbing ? quasiStationary(spectrum) : null;
  return {
    eigenvalues: spectrum.rates.map((rate, i) => notes.must(`spectrum.eigenvalues[${i}]`, rate)),
    eigenfunctions: { x, values },
    quasiStationary: late && {
      mean: notes.must('spectrum.quasiStationary.mean', late.mean),
      variance: notes.must('spectrum.quasiStationary.variance', late.variance),
    },
  };
}

type Memory = Pick<Theory, 'relaxationRate' | 'relaxationTime' | 'autocorrelationTime'>;

/** Of a process with a stationary law. */
export function describeMemory(
  process: Process,
  absorbing: boolean,
  stationary: StationaryTheory | null,
  spectrum: SpectrumTheory | null,
  notes: Notes,
): Memory {
  const lawless = absorbing
    ? 'it belongs to ends that keep the paths, and an end of this study absorbs'
    : stationary === null
      ? 'there is no stationary law to relax to'
      : null;
  const rate = spectrum?.eigenvalues[0] ?? null;
  const why = lawless ?? (rate === null ? notes.reasons['spectrum']! : null);
  if (why !== null || rate === null) {
    notes.reasons['relaxationRate'] = notes.reasons['relaxationTime'] = why!;
  } else {
    const error = notes.errors['spectrum.eigenvalues[0]']!;
    notes.errors['relaxationRate'] = error;
    notes.errors['relaxationTime'] = error / rate ** 2;
  }
  return {
    relaxationRate: why === null ? rate : null,
    relaxationTime: why === null && rate !== null ? 1 / rate : null,
    autocorrelationTime: notes.attempt('autocorrelationTime', () => {
      if (lawless !== null) throw new TheoryError(lawless);
      return notes.value('autocorrelationTime', autocorrelationTime(process));
    }),
  };
}
