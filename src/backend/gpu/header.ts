/** The switches of a shader: what a plan's structure decides at compile time. Numbers go in buffers instead. */
import { absorbs, absorbsLower, absorbsUpper, type Plan, type PlannedThreshold } from '../../plan/plan.js';

/** How a device likes its arithmetic; measured, see probe.ts. */
export interface Arithmetic {
  /** fma() is fast. */
  readonly fused: boolean;
  /** log2, sin and cos of the device make the normals, instead of our polynomials. */
  readonly builtIn: boolean;
}

const bool = (name: string, value: boolean) => `const ${name} = ${value};`;
const uint = (name: string, value: number) => `const ${name} = ${value}u;`;

export function wordsHeader(rounds: 7 | 10, workgroupSize: number, { fused, builtIn }: Arithmetic): string {
  return [
    uint('ROUNDS', rounds),
    uint('WORKGROUP', workgroupSize),
    bool('FUSED', fused),
    bool('BUILT_IN', builtIn),
  ].join('\n');
}

export function planHeader(plan: Plan, workgroupSize: number, arithmetic: Arithmetic): string {
  const { boundary, thresholds, exitBridge, program } = plan;
  const exits = absorbs(plan);
  const own = thresholds.filter(({ atExit }) => !atExit); // the others are watched by the end itself
  return [
    wordsHeader(plan.rounds, workgroupSize, arithmetic),
    uint('THRESHOLDS', thresholds.length),
    uint(
      'UP_MASK',
      mask(thresholds, ({ up }) => up),
    ),
    uint(
      'BRIDGE_MASK',
      mask(thresholds, ({ bridge }) => bridge),
    ),
    uint(
      'AT_EXIT_MASK',
      mask(thresholds, ({ atExit }) => atExit),
    ),
    bool('REFLECTS_LOWER', boundary.lower === 'reflect'),
    bool('REFLECTS_UPPER', boundary.upper === 'reflect'),
    bool('ABSORBS_LOWER', absorbsLower(plan)),
    bool('ABSORBS_UPPER', absorbsUpper(plan)),
    bool('ABSORBS', exits),
    bool('EXIT_BRIDGE', exits && exitBridge),
    bool('BRIDGES', (exits && exitBridge) || own.some(({ bridge }) => bridge)),
    bool('WATCHES_HIGH', absorbsUpper(plan) || own.some(({ up }) => up)),
    bool('WATCHES_LOW', absorbsLower(plan) || own.some(({ up }) => !up)),
    bool('PLAIN', isPlain(plan)),
    bool('MILSTEIN', program.correction !== null),
  ].join('\n');
}

/** Nothing can happen to a path on its way. */
export const isPlain = (plan: Plan): boolean => plan.thresholds.length === 0 && !absorbs(plan);

function mask(thresholds: readonly PlannedThreshold[], of: (threshold: PlannedThreshold) => boolean): number {
  return thresholds.reduce((bits, threshold, j) => bits | (of(threshold) ? 1 << j : 0), 0);
}
