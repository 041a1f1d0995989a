/** Where the claims get their numbers from paths: each study once, under a name by which a reader finds it. */
import type { Backend } from '../../backend/backend.js';
import { InterruptedError } from '../../errors.js';
import type { Measured } from '../../result/preprint.js';
import type { Check, Estimate, Result } from '../../result/result.js';
import type { Study } from '../../spec/study.js';
import { parseStudy } from '../check.js';
import { type RunProgress, run } from '../run.js';
import { type Params, paramsOf } from './exact.js';

export interface LabOptions {
  /** null: nothing is simulated, and every claim rests on exact values alone. */
  readonly backend: Backend | null;
  readonly paths: number;
  readonly seed: string;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Fields of a study, as in a study file. */
export type Fields = Readonly<Record<string, unknown>>;

export class Lab {
  readonly studies: Record<string, Study> = {};
  seconds = 0;
  pathSteps = 0;
  private readonly samples = new Map<string, Promise<Sample | null>>();

  constructor(private readonly options: LabOptions) {}

  /** Of the severity model between reflecting ends, by the scheme of second order, unless `fields` say otherwise. */
  severity(name: string, params: Partial<Params> & { readonly alpha: number }, fields: Fields): Promise<Sample | null> {
    return this.sample(name, { model: 'severity', params: paramsOf(params), ...fields });
  }

  /** null where nothing is simulated. The same name again is the same sample. */
  sample(name: string, fields: Fields): Promise<Sample | null> {
    const known = this.samples.get(name) ?? this.simulate(name, fields);
    this.samples.set(name, known);
    return known;
  }

  private async simulate(name: string, fields: Fields): Promise<Sample | null> {
    const { backend, paths, seed, onProgress, signal } = this.options;
    if (signal?.aborted) throw new InterruptedError('the report was interrupted');
    if (backend === null) return null;
    const common = { scheme: 'lamperti-heun', dt: 0.05, paths, seed: `${seed} ${name}`, saveAt: [] };
    const study = parseStudy({ ...common, ...fields });
    const result = await run(study, {
      backend,
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    });
    if (result.provenance.partial) throw new InterruptedError('the report was interrupted');
    this.studies[name] = study;
    this.seconds += result.provenance.seconds;
    this.pathSteps += result.provenance.pathSteps;
    return new Sample(name, result);
  }
}

/** A result, asked by the dotted paths of its checks. */
export class Sample {
  constructor(
    readonly name: string,
    readonly result: Result,
  ) {}

  check(path: string): Check | undefined {
    return this.result.checks.find(({ quantity }) => quantity === path);
  }

  /** A row of the report; empty where the quantity was not checked. */
  row(quantity: string, path: string): Measured[] {
    const check = this.check(path);
    if (check === undefined) return [];
    const { simulated: value, standardError, exact, bias, z, zCorrected, ok } = check;
    return [{ quantity, study: this.name, value, standardError, exact, bias, z: zCorrected ?? z, ok }];
  }

  /** What the paths say of the continuous process: less the bias of the time step. */
  estimate(path: string): { readonly value: number; readonly standardError: number } | null {
    const check = this.check(path);
    if (check === undefined || check.bias === null) return null;
    return { value: check.simulated - check.bias, standardError: check.standardError };
  }
}

/** How far the quantity of one sample lies above that of another, independent one; null where either is missing. */
export function differenceOf(
  a: Sample | null | undefined,
  b: Sample | null | undefined,
  path: string,
): Estimate | null {
  const [one, other] = [a?.estimate(path), b?.estimate(path)];
  if (one?.value == null || other?.value == null) return null;
  return { value: one.value - other.value, standardError: Math.hypot(one.standardError, other.standardError) };
}

/** The rows of those samples that there are. */
export const rowsOf = (...rows: (Measured[] | undefined)[]): Measured[] => rows.flatMap((some) => some ?? []);
