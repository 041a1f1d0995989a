/** What a time step does to the quantities of an infinite horizon: the scheme's own value beside the exact one. */
import { TheoryError } from '../errors.js';
import type { BiasSetup } from './bias-setup.js';
import { mustBeWide } from './bias-step.js';
import { type Chain, chainOf, type End } from './chain.js';
import { exitLaw } from './exit.js';
import { firstPassage } from './passage.js';
import type { Process, Quantity } from './process.js';
import { mustBeResolvable, mustNotVanish, mustVarySlowly } from './resolvable.js';
import { stationaryLaw } from './stationary.js';
import { stepperOf } from './stepper.js';
import { passageOfChain, stationaryOfChain } from './truth.js';

/** bias = value − exact, known to `error`. */
export interface LimitBias {
  /** Dotted path of the theory's field. */
  readonly quantity: string;
  readonly value: number;
  readonly exact: number;
  readonly bias: number;
  readonly error: number;
}

export interface LimitBiases {
  readonly rows: readonly LimitBias[];
  /** Why a quantity has no row, by its dotted path. */
  readonly reasons: Readonly<Record<string, string>>;
}

const FINE = { order: 14, panels: 4 } as const;
const CHECK = { order: 11, panels: 4 } as const;
const UNRESOLVED = 0.01; // of a value: beside such an error no bias is seen

/** @param setup its thresholds are named firstPassage[j], or firstPassage where `single`. */
export function limitBiases(process: Process, setup: BiasSetup, dt: number, single: boolean): LimitBiases {
  const { boundary, start, thresholds, exitBridge } = setup;
  const rows: LimitBias[] = [];
  const reasons: Record<string, string> = {};
  const absorbs = { lower: boundary.lower === 'absorb', upper: boundary.upper === 'absorb' };
  const ends = {
    lower: { at: process.lower, kind: boundary.lower, bridge: exitBridge },
    upper: { at: process.upper, kind: boundary.upper, bridge: exitBridge },
  };

  /** One group of quantities, exact and by the chain at two resolutions. */
  const compare = (
    path: string,
    names: readonly string[],
    { lower, upper }: { readonly lower: End; readonly upper: End },
    exactly: () => readonly Quantity[],
    discretely: (chain: Chain) => readonly number[],
  ): void => {
    try {
      const inside = { ...process, lower: lower.at, upper: upper.at };
      mustBeResolvable(inside);
      mustVarySlowly(inside);
      mustNotVanish(inside, [inside.lower, inside.upper]);
      mustBeWide(process, dt, { lower, upper });
      const exact = exactly();
      const stepper = stepperOf(process, setup.scheme, boundary);
      const [fine, check] = [FINE, CHECK].map((resolution) =>
        discretely(chainOf(process, dt, stepper, lower, upper, resolution)),
      ) as [readonly number[], readonly number[]];
      names.forEach((name, i) => {
        const limit = exact[i]!;
        const error = Math.abs(fine[i]! - check[i]!) + limit.error;
        const bias = fine[i]! - limit.value;
        if (!(error <= UNRESOLVED * Math.max(Math.abs(limit.value), Math.abs(fine[i]!)))) {
          reasons[`${path}.${name}`] = `the kernel is not resolved at dt ${dt}: it is too near to no step at all`;
          return;
        }
        rows.push({ quantity: `${path}.${name}`, value: fine[i]!, exact: limit.value, bias, error });
      });
    } catch (error) {
      if (!(error instanceof TheoryError)) throw error;
      reasons[path] = error.message;
    }
  };

  if (!absorbs.lower && !absorbs.upper) {
    compare(
      'stationary',
      ['mean', 'variance'],
      ends,
      () => {
        const { mean, variance } = stationaryLaw(process);
        return [mean, variance];
      },
      (chain) => {
        const { mean, variance } = stationaryOfChain(chain);
        return [mean, variance];
      },
    );
  }
  thresholds.forEach(({ value, up, bridge, shift }, j) => {
    const path = single ? 'firstPassage' : `firstPassage[${j}]`;
    const [side, far] = up ? (['upper', 'lower'] as const) : (['lower', 'upper'] as const);
    if (absorbs[far]) {
      reasons[path] = `the ${far} end absorbs some of the paths: see atHorizon`;
      return;
    }
    const beyond = absorbs[side] && (up ? value >= process.upper : value <= process.lower);
    const behind = absorbs[side] && exitBridge ? ends[side].at : undefined;
    const barrier: End = beyond ? ends[side] : { at: value, kind: 'absorb', bridge, shift, behind };
    compare(
      path,
      ['mean', 'variance'],
      { ...ends, [side]: barrier },
      () => {
        const { mean, variance } = firstPassage(process, start, barrier.at, up);
        return [mean, variance];
      },
      (chain) => {
        const { mean, variance } = passageOfChain(chain, start, side);
        return [mean, variance];
      },
    );
  });
  if (absorbs.lower && absorbs.upper) {
    compare(
      'exit',
      ['upperProbability', 'meanTime'],
      ends,
      () => {
        const { upperProbability, meanTime } = exitLaw(process, start);
        return [upperProbability, meanTime];
      },
      (chain) => {
        const [low, high] = (['lower', 'upper'] as const).map((side) => passageOfChain(chain, start, side)) as [
          ReturnType<typeof passageOfChain>,
          ReturnType<typeof passageOfChain>,
        ];
        return [high.probability, low.probability * low.mean + high.probability * high.mean];
      },
    );
  }
  return { rows, reasons };
}
