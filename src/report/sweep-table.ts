/** A sweep as a tidy table, one row for each point and output: what pandas and R reshape as they like. */
import type { Sweep, SweepOutput } from '../result/sweep.js';
import type { ParquetColumn } from './parquet.js';
import { parquetFile } from './parquet.js';

interface Column extends ParquetColumn {
  readonly values: readonly (number | null)[] | readonly (string | null)[];
}

const NUMBERS: readonly (readonly [string, (output: SweepOutput) => number | null])[] = [
  ['value', ({ value }) => value],
  ['standard_error', ({ standardError }) => standardError],
  ['exact', ({ exact }) => exact],
  ['exact_error', ({ exactError }) => exactError],
  ['bias', ({ bias }) => bias],
  ['bias_error', ({ biasError }) => biasError],
  ['z', ({ z }) => z],
  ['z_corrected', ({ zCorrected }) => zCorrected],
];

/** Names of the columns that every table has; a parameter of that name gets param_ before it. */
const TAKEN = new Set(['point', 'output', 'non_finite', ...NUMBERS.map(([name]) => name)]);

/** point (from 0), the parameters, output, its numbers, the differences to the point before on each axis, and how many paths of the point failed. */
function columnsOf({ axes, points }: Sweep): Column[] {
  const rows = points.flatMap(({ params, outputs, nonFinite }, point) =>
    Object.entries(outputs).map(([name, output]) => ({ point, params, name, output, nonFinite })),
  );
  const column = (name: string, values: Column['values'], nullable = true): Column => {
    return {
      name,
      type: typeof (values.find((value) => value !== null) ?? 0) === 'string' ? 'string' : 'double',
      nullable,
      values,
    };
  };
  return [
    { name: 'point', type: 'int32', values: rows.map(({ point }) => point) },
    ...axes.map(({ name }) =>
      column(
        TAKEN.has(name) ? `param_${name}` : name,
        rows.map(({ params }) => params[name]!),
        false,
      ),
    ),
    { name: 'output', type: 'string', values: rows.map(({ name }) => name) },
    ...NUMBERS.map(([name, of]) =>
      column(
        name,
        rows.map(({ output }) => of(output)),
      ),
    ),
    ...axes.flatMap(({ name }) => [
      column(
        `difference_${name}`,
        rows.map(({ output }) => output.differences[name]?.value ?? null),
      ),
      column(
        `difference_${name}_se`,
        rows.map(({ output }) => output.differences[name]?.standardError ?? null),
      ),
    ]),
    { name: 'non_finite', type: 'int32', values: rows.map(({ nonFinite }) => nonFinite) },
  ];
}

/** A header row, a comma between, a dot in decimals, empty where there is no number. */
export function sweepCsv(sweep: Sweep): string {
  const columns = columnsOf(sweep);
  const rows = columns[0]!.values.map((_, i) => columns.map(({ values }) => values[i] ?? '').join(','));
  return `${[columns.map(({ name }) => name).join(','), ...rows].join('\n')}\n`;
}

/** The same as Parquet; the study and where it ran are in the file's metadata. */
export function sweepParquet(sweep: Sweep): Promise<Uint8Array> {
  const { schema, spec, provenance } = sweep;
  const columns = columnsOf(sweep);
  return parquetFile(
    columns.map(({ values: _, ...column }) => column),
    columns.map(({ values }) => values),
    { firstpassage: JSON.stringify({ schema, spec, provenance }) },
  );
}

/** As JSON, a point a line. */
export function sweepJson({ points, ...head }: Sweep): string {
  const lines = points.map((point) => `    ${JSON.stringify(point)}`);
  const start = JSON.stringify(head, null, 2).replace(/\n}$/, '');
  return `${start},\n  "points": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
