/** A benchmark as it was printed by `bench --json`. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { UsageError } from '../errors.js';
import type { Bench } from './bench.js';

const estimate = z.object({ value: z.number(), standardError: z.number() });

const row = z.object({
  id: z.string(),
  scenario: z.string(),
  against: z.string().nullable(),
  dt: z.number(),
  who: z.string(),
  environment: z.enum(['node', 'chrome', 'native']),
  adapter: z.string().nullable(),
  version: z.string().nullable(),
  threads: z.number(),
  paths: z.number(),
  steps: z.number(),
  pathSteps: z.number(),
  seconds: z.object({
    median: z.number(),
    min: z.number(),
    max: z.number(),
    runs: z.number(),
    samples: z.array(z.number().positive()).min(1),
  }),
  gpuSeconds: z.number().nullable(),
  startupSeconds: z.number().nullable(),
  pathStepsPerSecond: z.number(),
  estimate: estimate.nullable(),
});

const growthPoint = z.object({
  axis: z.string(),
  size: z.number(),
  who: z.string(),
  pathSteps: z.number(),
  seconds: z.number(),
  memoryMiB: z.number(),
});

const bench = z.object({
  schema: z.literal('firstpassage/bench@1'),
  machine: z.object({
    cpu: z.string(),
    cores: z.number(),
    simd: z.array(z.string()),
    memoryGiB: z.number(),
    platform: z.string(),
    node: z.string(),
  }),
  rows: z.array(row),
  skipped: z.array(z.string()),
  growth: z.array(growthPoint).optional(),
});

/** @throws UsageError where the file is no benchmark of this version. @param option that names it. */
export async function readBench(option: string, file: string): Promise<Bench> {
  const text = await readFile(file, 'utf8').catch(({ code, message }: NodeJS.ErrnoException) => {
    const why = { ENOENT: 'no such file', EISDIR: 'it is a folder' }[code ?? ''] ?? message;
    throw new UsageError(
      `${option}: expected a file with what \`firstpassage bench --json\` prints, got ${JSON.stringify(file)}: ${why}`,
    );
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${file}: expected what \`firstpassage bench --json\` prints, got ${(error as Error).message}`,
    );
  }
  const { success, data, error } = bench.safeParse(value);
  if (success) return data;
  const { path, message } = error.issues[0]!;
  throw new UsageError(
    `${file}: expected what \`firstpassage bench --json\` of this version prints, got at ${path.join('.') || 'the top'}: ${message}`,
  );
}
