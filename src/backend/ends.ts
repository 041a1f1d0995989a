/** Ends of paths, put together. */
import type { PathEnds } from './backend.js';

/** Of paths that follow each other, in their order. */
export function joinEnds(parts: readonly PathEnds[]): PathEnds {
  if (parts.length === 1) return parts[0]!;
  const weighted = parts.some(({ logWeight }) => logWeight !== undefined);
  return {
    x: join(Float64Array, parts, ({ x }) => x),
    hitStep: join(Int32Array, parts, ({ hitStep }) => hitStep),
    fate: join(Uint8Array, parts, ({ fate }) => fate),
    endStep: join(Int32Array, parts, ({ endStep }) => endStep),
    ...(weighted ? { logWeight: join(Float64Array, parts, ({ logWeight }) => logWeight!) } : {}),
  };
}

function join<T extends Float64Array | Int32Array | Uint8Array>(
  make: new (length: number) => T,
  parts: readonly PathEnds[],
  of: (ends: PathEnds) => T,
): T {
  const joined = new make(parts.reduce((sum, part) => sum + of(part).length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(of(part) as never, at);
    at += of(part).length;
  }
  return joined;
}
