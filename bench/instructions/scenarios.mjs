// The kernels whose instructions are counted, and the counts that they may have: budget.json.
import { readFileSync } from 'node:fs';

/** Studies by name: the demonstration's model at the step of the benchmark. @type {Readonly<Record<string, object>>} */
export const SCENARIOS = {
  'fixed horizon': { model: 'severity', dt: 0.01, horizon: 2 },
  'first passage, bridge': { model: 'severity', dt: 0.01, horizon: 2, firstPassage: { threshold: 0.8 } },
  'Lamperti–Heun, bridge': {
    model: 'severity',
    scheme: 'lamperti-heun',
    dt: 0.05,
    horizon: 2,
    firstPassage: { threshold: 0.8 },
  },
};

export const STEPS = 4; // of one turn of the kernels' loops: they share one address of noise

/** The normals of the WGSL: our polynomials, or the device's own functions. */
export const NORMALS = /** @type {const} */ (['polynomial', 'built-in']);

/**
 * Of WASM with 0, 1 and 2 of four vectors by integers; of SPIR-V the kernel of calm steps.
 * @type {{ wasm: Record<string, number[]>, spirv: Record<string, Record<(typeof NORMALS)[number], number>> }}
 */
export const BUDGET = JSON.parse(readFileSync(new URL('./budget.json', import.meta.url), 'utf8'));
