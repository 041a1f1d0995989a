/** Column tables as one NumPy array of records (.npy, format 1.0): `numpy.load(file)['hit_time']`. */
import { FirstPassageError } from '../errors.js';
import type { ByteSink, ColumnType, ColumnValues, ParquetColumn } from './parquet.js';

export interface NpyWriter {
  write(values: readonly ColumnValues[]): Promise<void>;
  /** The first bytes of the file again, now that the number of rows is known: to be written over the old ones. */
  header(): Uint8Array<ArrayBuffer>;
}

/** Bytes of text in a field; longer text is refused. */
const TEXT = 8;

const FIELDS: Readonly<Record<ColumnType, { readonly descr: string; readonly bytes: number }>> = {
  int32: { descr: '<i4', bytes: 4 },
  int64: { descr: '<i8', bytes: 8 },
  double: { descr: '<f8', bytes: 8 },
  string: { descr: `|S${TEXT}`, bytes: TEXT },
  boolean: { descr: '|b1', bytes: 1 },
};

/** Missing doubles become NaN. @throws FirstPassageError for other columns with missing values: NumPy has no word for them. */
export async function createNpyWriter(sink: ByteSink, columns: readonly ParquetColumn[]): Promise<NpyWriter> {
  const odd = columns.find(({ nullable, type }) => nullable && type !== 'double');
  if (odd) throw new FirstPassageError(`.npy: expected no missing values in ${odd.name} (${odd.type}): write .parquet`);
  const fields = columns.map(({ type }) => FIELDS[type]);
  const stride = fields.reduce((sum, { bytes }) => sum + bytes, 0);
  let rows = 0;
  const header = () => headerOf(columns, rows);
  await sink(header());
  return {
    header,
    async write(values) {
      const count = values[0]?.length ?? 0;
      const bytes = new Uint8Array(count * stride);
      const view = new DataView(bytes.buffer);
      let at = 0;
      columns.forEach(({ type }, j) => {
        writeField(view, at, stride, type, values[j]!);
        at += fields[j]!.bytes;
      });
      rows += count;
      await sink(bytes);
    },
  };
}

const DIGITS = 20; // of the number of rows: the header keeps its length

function headerOf(columns: readonly ParquetColumn[], rows: number): Uint8Array<ArrayBuffer> {
  const descr = columns.map(({ name, type }) => `('${name}', '${FIELDS[type].descr}')`).join(', ');
  const text = `{'descr': [${descr}], 'fortran_order': False, 'shape': (${String(rows)},), }`;
  const room = text.length + DIGITS - String(rows).length;
  const length = Math.ceil((10 + room + 1) / 64) * 64; // magic, version and length take 10 bytes; the last one is a line feed
  const bytes = new TextEncoder().encode(`\0NUMPY\x01\0\0\0${text.padEnd(length - 11)}\n`);
  bytes[0] = 0x93;
  new DataView(bytes.buffer).setUint16(8, length - 10, true);
  return bytes;
}

function writeField(view: DataView, first: number, stride: number, type: ColumnType, values: ColumnValues): void {
  for (let i = 0, at = first; i < values.length; i++, at += stride) {
    const value = values[i]!;
    if (type === 'double') view.setFloat64(at, (value as number | null) ?? Number.NaN, true);
    else if (type === 'int64') view.setBigInt64(at, value as bigint, true);
    else if (type === 'int32') view.setInt32(at, value as number, true);
    else if (type === 'boolean') view.setUint8(at, Number(value));
    else writeText(view, at, value as string);
  }
}

/** ASCII, padded with zeros, which NumPy takes off again. */
function writeText(view: DataView, at: number, text: string): void {
  if (text.length > TEXT)
    throw new FirstPassageError(`.npy: expected text of up to ${TEXT} characters, got ${text}: write .parquet`);
  for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
}
