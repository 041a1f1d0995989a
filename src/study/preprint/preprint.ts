/** Every checkable statement of arXiv 2501.16783, one after the other. */
import { selectBackend } from '../../backend/select.js';
import { InterruptedError } from '../../errors.js';
import type { Claim, Preprint } from '../../result/preprint.js';
import { VERSION } from '../../version.js';
import type { RunProgress } from '../run.js';
import { boundary } from './boundary.js';
import type { Examine } from './claim.js';
import { ends } from './ends.js';
import { figure } from './figure.js';
import { forms } from './forms.js';
import { Lab } from './lab.js';
import { modes } from './modes.js';
import { passage } from './passage.js';
import { point } from './point.js';
import { potential } from './potential.js';
import { powers } from './powers.js';
import { slowing } from './slowing.js';

const CLAIMS: readonly Examine[] = [boundary, modes, passage, slowing, powers, point, potential, forms, ends, figure];

/** Paths of each study: standard errors of a few parts in a thousand, and all of it within a minute or two. */
export const DEFAULT_PATHS = 200_000;
/** Each study draws its seed from this text and its own name. */
export const DEFAULT_SEED = 'preprint';

export interface PreprintOptions {
  /** Of each study; 0: exact values alone. */
  readonly paths?: number;
  /** Text: each study draws its own seed from it and its name. */
  readonly seed?: string;
  readonly onClaim?: ((claim: Claim, index: number, count: number) => void) | undefined;
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Examines the claims; interrupted, those before the interruption. */
export async function preprint(options: PreprintOptions = {}): Promise<Preprint> {
  const { paths = DEFAULT_PATHS, seed = DEFAULT_SEED, onClaim, onProgress, signal } = options;
  const selected = paths > 0 ? await selectBackend('auto', 'tilted') : null;
  const lab = new Lab({ backend: selected?.backend ?? null, paths, seed, onProgress, signal });
  const claims: Claim[] = [];
  try {
    for (const examine of CLAIMS) {
      if (signal?.aborted) break;
      const claim = await examine(lab);
      claims.push(claim);
      onClaim?.(claim, claims.length, CLAIMS.length);
      await new Promise((resolve) => setTimeout(resolve, 0)); // an interruption may be waiting
    }
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
  } finally {
    await selected?.backend.close();
  }
  const { studies, seconds, pathSteps } = lab;
  return {
    schema: 'firstpassage/preprint@1',
    arxiv: '2501.16783',
    claims,
    studies,
    provenance: selected && {
      version: VERSION,
      backend: selected.backend.name,
      reason: selected.reason,
      adapter: selected.backend.adapter,
      threads: selected.backend.threads,
      seconds,
      pathSteps,
    },
    partial: claims.length < CLAIMS.length ? { requested: CLAIMS.length, completed: claims.length } : null,
  };
}
