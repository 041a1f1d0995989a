/** What `critical` finds along a path in parameter space: `firstpassage/critical@1`. */
import type { Study } from '../spec/study.js';
import type { Provenance } from './result.js';

/** One quantity at one place: Monte Carlo with its standard error, and the exact value; null where there is none. */
export interface Measured {
  readonly value: number | null;
  readonly standardError: number | null;
  readonly exact: number | null;
}

/** Quantities of the stationary process that exponents are fitted to. */
export const SCALING = ['mean', 'variance', 'autocorrelationTime', 'relaxationTime'] as const;
export type ScalingQuantity = (typeof SCALING)[number];

export interface CriticalPoint {
  /** Place on the path. */
  readonly control: number;
  /** Its signed distance from the candidate; null where there is no candidate. */
  readonly distance: number | null;
  readonly params: Readonly<Record<string, number>>;
  /** collapsed: all mass gathers at an end without noise. */
  readonly law: 'stationary' | 'collapsed' | 'unknown';
  readonly mean: Measured;
  readonly variance: Measured;
  readonly skewness: Measured;
  /** U₄ = 1 − ⟨m⁴⟩/(3⟨m²⟩²) of m = x − ⟨x⟩: 0 for a normal law, ⅔ for two equal points. */
  readonly binder: Measured;
  /** Peaks of the density: of the histogram those that stand out from chance, so fewer where a dip is shallow. */
  readonly modes: Measured;
  /** ∫ C(t)/C(0) dt of x. */
  readonly autocorrelationTime: Measured;
  /** 1/λ₁: exact from the spectrum, Monte Carlo from the late decay of C(t), which it approaches from below. */
  readonly relaxationTime: Measured;
  /** Of the study's first threshold; null where it has none. */
  readonly firstPassage: {
    readonly threshold: number;
    readonly probability: Measured;
    /** E min(T, horizon). */
    readonly restrictedMean: Measured;
    /** E T over an infinite horizon: exact alone. */
    readonly mean: Measured;
  } | null;
}

export type Growth = 'diverges' | 'stays finite' | 'grows exponentially' | 'undecided';

/** p of quantity ∝ |Δ − Δc|^p, on one side of the candidate. */
export interface Exponent {
  readonly quantity: ScalingQuantity;
  readonly side: 'above' | 'below';
  /** Factor of the diffusion at which it was fitted: 1 as given. */
  readonly noise: number;
  /** Monte Carlo where there are paths, else exact. */
  readonly value: number;
  /** 95 %: chance by bootstrap over blocks of paths (`statistical` to each side), and what the window leaves open (`systematic`). */
  readonly interval: readonly [number, number];
  readonly statistical: number;
  readonly systematic: number;
  readonly source: 'monte carlo' | 'exact';
  /** Distances from the candidate that were fitted, and how many points they hold. */
  readonly window: readonly [number, number];
  readonly points: number;
  /** The same fit to the exact values at the same points. */
  readonly exactThere: number | null;
  /** From exact values closer and closer to the candidate: the limit, and how much it still changed. */
  readonly limit: { readonly value: number; readonly error: number } | null;
  /** Of a sampled time: Δ₀ of A/(|Δ − Δc| + Δ₀)^p, which is 0 for a divergence; `reached`: sampled at Δc itself, so finite there. */
  readonly saturation: {
    readonly value: number;
    readonly interval: readonly [number, number];
    readonly reached: boolean;
  } | null;
  /** Of a sampled time that follows a power: the same fit with Δc free, from the paths alone. */
  readonly fitted: {
    readonly at: { readonly value: number; readonly interval: readonly [number, number] };
    readonly exponent: { readonly value: number; readonly interval: readonly [number, number] };
  } | null;
}

/** How the slowest time grows as noise (and the vanishing parameters) are taken away. */
export interface Limit {
  readonly name: string;
  readonly where: 'at the candidate' | 'at the maximum';
  readonly levels: readonly {
    readonly noise: number;
    readonly vanishing: number;
    /** Place on the path. */
    readonly at: number;
    /** 1/λ₁, or the autocorrelation time where the spectrum is not discrete. */
    readonly slowestTime: number;
    readonly autocorrelationTime: Measured;
  }[];
  /** p of time ∝ noise^−p over the last halving, exact and Monte Carlo. */
  readonly exponent: number | null;
  readonly sampled: { readonly value: number; readonly interval: readonly [number, number] } | null;
  readonly exact: Growth;
  readonly monteCarlo: Growth;
  /** Where the maximum goes as the noise goes to 0. */
  readonly goesTo: number | null;
}

export type Verdict = 'crossover' | 'transition' | 'undecided';
export type Kind = 'divergent' | 'change of modes';

export interface Judgement {
  readonly verdict: Verdict;
  readonly kind: Kind | null;
  /** Place on the path. */
  readonly at: number | null;
  /** The limit in which a transition is reached; null: at the study's own noise. */
  readonly limit: string | null;
}

export interface Critical {
  readonly schema: 'firstpassage/critical@1';
  readonly spec: Study;
  readonly provenance: Omit<Provenance, 'partial'> & {
    /** Places on the path. */
    readonly partial: { readonly requested: number; readonly completed: number } | null;
  };
  /** The name of the study's control. */
  readonly control: string;
  /** The place that was tested: from the study, or found. */
  readonly candidate: {
    readonly value: number;
    readonly error: number;
    readonly from: 'the study' | 'the end of the stationary law' | 'the slowest place';
  } | null;
  readonly points: readonly CriticalPoint[];
  /** By quantity, side and, where it is not the study's, noise: `mean.above`, `relaxationTime.below@noise→0`. */
  readonly exponents: Readonly<Record<string, Exponent>>;
  readonly limits: readonly Limit[];
  /** Places between which the number of peaks of the stationary density changes. */
  readonly modeChanges: readonly { readonly at: number; readonly from: number; readonly to: number }[];
  readonly verdict: Verdict;
  readonly kind: Kind | null;
  readonly at: number | null;
  readonly limit: string | null;
  /** One sentence with the numbers. */
  readonly why: string;
  /** The same from quadrature alone, and from the paths alone. */
  readonly exact: Judgement;
  readonly monteCarlo: Judgement;
  /** Why something is null, by place. */
  readonly reasons: Readonly<Record<string, string>>;
}
