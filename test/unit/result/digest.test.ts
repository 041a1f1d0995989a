import { expect, test } from 'vitest';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { type Counted, digestOf } from '#dist/result/digest.js';
import { run } from '#dist/study/run.js';
import { studyOf, up } from '../../helpers/studies.js';

const passage = { hits: 3, censored: 2, absorbed: 0, histogram: { edges: [0, 1, 2], counts: [3, 0] } };
const counted = (more: object = {}, change: object = {}): Counted =>
  ({
    provenance: { pathSteps: 12 },
    failures: { nonFinite: 0 },
    snapshots: [],
    firstPassage: { threshold: 1, ...passage, ...change },
    exits: null,
    ...more,
  }) as unknown as Counted;

test('is FNV-1a of the counts in decimal, each with a comma', () => {
  // Computed in Python from "12,0,3,2,0,3,0,", by a program that gives af63dc4c8601ec8c for "a" as published.
  expect(digestOf(counted())).toBe('30bb-1269-cf30-d060');
});

test('sees a path that moved to another bin, a list in place of one, and counts of exits and positions', () => {
  const histogram = { edges: [0, 1, 2], counts: [2, 1] };
  const digests = [
    counted(),
    counted({}, { histogram }),
    counted({}, { hits: 2, censored: 3 }),
    counted({ exits: { lower: { count: 3, histogram } } }),
    counted({ snapshots: [{ paths: 5, histogram: { edges: [0, 1, 2], counts: [2, 3] } }] }),
    counted({ failures: { nonFinite: 1 } }),
    counted({ provenance: { pathSteps: 13 } }),
  ].map(digestOf);
  expect(new Set(digests).size).toBe(digests.length);
  expect(digestOf(counted({ firstPassage: [{ threshold: 1, ...passage }] }))).toBe(digests[0]);
});

test('is in the provenance of a run, another for another seed', async () => {
  const study = studyOf({ paths: 300, firstPassage: up(0.3) });
  const backend = await createReferenceBackend();
  const digests = [];
  for (const seed of [1, 2, 1]) digests.push((await run({ ...study, seed }, { backend })).provenance.digest);
  expect(digests[0]).toMatch(/^[0-9a-f]{4}(-[0-9a-f]{4}){3}$/);
  expect(digests[1]).not.toBe(digests[0]);
  expect(digests[2]).toBe(digests[0]);
});
