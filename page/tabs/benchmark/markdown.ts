/** The measurement as Markdown: readable as plain text, too. */
import type { Row } from '#dist/bench/contest.js';
import { formatScaled } from '#dist/report/number.js';
import type { DoctorReport } from '#dist/study/doctor.js';

export interface Measurement {
  readonly doctor: DoctorReport;
  readonly rows: readonly Row[];
  readonly isWhole: boolean;
  readonly browser: string;
}

export function measurementMarkdown({ doctor, rows, isWhole, browser }: Measurement): string {
  const { version, adapters, threads, simd, backends } = doctor;
  const gpu = adapters.map(({ name, isSoftware }) => `${name}${isSoftware ? ' (software)' : ''}`).join('; ') || 'none';
  const answers = Object.entries(backends).map(([name, { verdict, normalError, why }]) => {
    const detail = why ?? (normalError === null ? '' : `normals within ${Number(normalError.toPrecision(2))}`);
    return `| ${name} | ${verdict} | ${detail} |`;
  });
  const scenarios = [...new Set(rows.map(({ scenario }) => scenario))];
  return [
    `firstpassage ${version} in a browser${isWhole ? '' : ' (stopped early)'}`,
    '',
    `GPU: ${gpu}. WASM SIMD: ${simd ? 'yes' : 'no'}, ${threads} thread${threads === 1 ? '' : 's'}. ${browser}`,
    '',
    '| known answers | verdict | |',
    '|---|---|---|',
    ...answers,
    ...scenarios.flatMap((scenario) => ['', `### ${scenario}`, '', ...tableOf(rows, scenario)]),
    '',
  ].join('\n');
}

function tableOf(rows: readonly Row[], scenario: string): string[] {
  const lines = rows
    .filter((row) => row.scenario === scenario)
    .map(({ who, adapter, threads, seconds, pathStepsPerSecond }) => {
      const { median, min, max, runs } = seconds;
      return `| ${who} | ${placeText(who, adapter, threads)} | ${formatScaled(pathStepsPerSecond)} | ${fixed(median)} | ${fixed(min)}–${fixed(max)} | ${runs} |`;
    });
  return ['| backend | on | path-steps/s | median s | min–max s | runs |', '|---|---|---:|---:|---:|---:|', ...lines];
}

/** Where a backend ran: a GPU by its name, everything else by its threads. */
export const placeText = (who: string, adapter: string | null, threads: number): string =>
  who === 'webgpu' ? (adapter ?? 'GPU') : `${threads} thread${threads === 1 ? '' : 's'}`;

/** Seconds to three digits. */
export const fixed = (seconds: number): string => String(Number(seconds.toPrecision(3)));
