/** Column tables as Parquet, row group after row group: memory is that of one group, whatever the length of the file. */
import { FirstPassageError } from '../errors.js';
import { VERSION } from '../version.js';

/** int64: a BigInt64Array; the other types take plain or typed arrays. */
export type ColumnType = 'int32' | 'int64' | 'double' | 'string' | 'boolean';

export interface ParquetColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether a value may be missing: null. Default false. */
  readonly nullable?: boolean;
}

/** Values of one column, one a row; null only where the column is nullable. NaN stays NaN: a number that is none, not a missing one. */
export type ColumnValues =
  | readonly (number | null)[]
  | readonly (string | null)[]
  | readonly (boolean | null)[]
  | BigInt64Array
  | Float64Array
  | Int32Array;

/** Where the bytes of a file go, in order; awaited before more are made. The bytes are the receiver's own. */
export type ByteSink = (bytes: Uint8Array<ArrayBuffer>) => void | Promise<void>;

export interface ParquetWriter {
  /** One row group of one array a column, in the order of the columns; nothing where there is no row. */
  write(values: readonly ColumnValues[]): Promise<void>;
  /**
   * The index of the file. Without it nobody can read what was written; a file without any row is a valid one.
   * @param metadata more of it: what is known only now.
   */
  finish(metadata?: Readonly<Record<string, string>>): Promise<void>;
}

/** Row groups that read well: pandas, Arrow and DuckDB take a million rows and more at a time, memory is about 50 bytes a value. */
export const ROW_GROUP = 2 ** 18;

/**
 * Opens a Parquet file (Snappy; readable by pandas, Arrow, DuckDB, Polars, Spark). The library that encodes it is loaded here, on
 * first use.
 * @param metadata key → text, kept in the file.
 */
export async function createParquetWriter(
  sink: ByteSink,
  columns: readonly ParquetColumn[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<ParquetWriter> {
  const { ByteWriter, ParquetWriter: Encoder } = await import('hyparquet-writer');
  const bytes = new ByteWriter();
  const encoder = new Encoder({
    writer: bytes,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(schemaOf)],
    createdBy: `firstpassage version ${VERSION}`,
  });
  const flush = async (): Promise<void> => {
    const ready = bytes.getBytes().slice();
    bytes.index = 0; // `offset` goes on counting: places in the file are counted from its beginning
    await sink(ready);
  };
  return {
    async write(values) {
      const rows = rowsOf(columns, values);
      if (rows === 0) return;
      const columnData = columns.map(({ name, type }, i) => ({ name, data: values[i]!, ...ENCODING[type] }));
      // Into memory: the encoder has nothing to wait for.
      encoder.write({
        columnData: columnData as Parameters<typeof encoder.write>[0]['columnData'],
        rowGroupSize: rows,
      });
      await flush();
    },
    async finish(more) {
      encoder.kvMetadata = Object.entries({ ...metadata, ...more }).map(([key, value]) => ({ key, value }));
      encoder.finish();
      await flush();
    },
  };
}

/** A small table as a whole file. */
export async function parquetFile(
  columns: readonly ParquetColumn[],
  values: readonly ColumnValues[],
  metadata?: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const writer = await createParquetWriter((bytes) => void parts.push(bytes), columns, metadata);
  await writer.write(values);
  await writer.finish();
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** Whole numbers mostly count up: their differences take next to nothing. The rest is left to the encoder. */
const ENCODING: Readonly<Record<ColumnType, { readonly encoding?: 'DELTA_BINARY_PACKED' }>> = {
  int32: { encoding: 'DELTA_BINARY_PACKED' },
  int64: { encoding: 'DELTA_BINARY_PACKED' },
  double: {},
  string: {},
  boolean: {},
};

function schemaOf({ name, type, nullable = false }: ParquetColumn) {
  const repetition = { name, repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED' } as const;
  switch (type) {
    case 'int32':
      return { ...repetition, type: 'INT32' } as const;
    case 'int64':
      return { ...repetition, type: 'INT64' } as const;
    case 'double':
      return { ...repetition, type: 'DOUBLE' } as const;
    case 'string':
      return { ...repetition, type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
    case 'boolean':
      return { ...repetition, type: 'BOOLEAN' } as const;
  }
}

/** @throws FirstPassageError where the columns are not of one length: a defect of the caller. */
function rowsOf(columns: readonly ParquetColumn[], values: readonly ColumnValues[]): number {
  const lengths = columns.map((_, i) => values[i]?.length ?? Number.NaN);
  const rows = lengths[0] ?? 0;
  const odd = columns.findIndex((_, i) => lengths[i] !== rows);
  if (odd >= 0 || values.length !== columns.length) {
    const got = columns.map(({ name }, i) => `${name} ${lengths[i]}`).join(', ');
    throw new FirstPassageError(`Parquet: expected one array a column, all of one length, got ${got}`);
  }
  return rows;
}
