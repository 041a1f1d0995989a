import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { type ColumnValues, createParquetWriter, type ParquetColumn, parquetFile } from '#dist/report/parquet.js';

const COLUMNS: readonly ParquetColumn[] = [
  { name: 'path', type: 'int64' },
  { name: 'step', type: 'int32' },
  { name: 'time', type: 'double', nullable: true },
  { name: 'end', type: 'string' },
  { name: 'ok', type: 'boolean', nullable: true },
];

const group = (first: number, count: number): ColumnValues[] => {
  const indices = Array.from({ length: count }, (_, i) => first + i);
  return [
    BigInt64Array.from(indices, (i) => 2n ** 40n + BigInt(i)),
    Int32Array.from(indices, (i) => 1 - i),
    indices.map((i) => (i % 3 === 0 ? null : i / 7)),
    indices.map((i) => (i % 2 === 0 ? 'lower' : 'upper')),
    indices.map((i) => (i % 5 === 0 ? null : i % 2 === 0)),
  ];
};

const row = (i: number) => ({
  path: 2n ** 40n + BigInt(i),
  step: 1 - i,
  time: i % 3 === 0 ? null : i / 7,
  end: i % 2 === 0 ? 'lower' : 'upper',
  ok: i % 5 === 0 ? null : i % 2 === 0,
});

const readBack = (file: Uint8Array) => parquetReadObjects({ file: new Uint8Array(file).buffer });

function collector() {
  const parts: Uint8Array[] = [];
  return { sink: (bytes: Uint8Array) => void parts.push(bytes), parts, file: () => Buffer.concat(parts) };
}

describe('createParquetWriter', () => {
  it('writes group after group what an independent reader finds again', async () => {
    const out = collector();
    const writer = await createParquetWriter(out.sink, COLUMNS, { study: 'model: brownian' });
    const sizes = [1, 1000, 0, 4096];
    let first = 0;
    for (const size of sizes) {
      await writer.write(group(first, size));
      first += size;
    }
    await writer.finish();
    expect(await readBack(out.file())).toEqual(Array.from({ length: first }, (_, i) => row(i)));
    const metadata = parquetMetadata(new Uint8Array(out.file()).buffer);
    expect(metadata.row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([1, 1000, 4096]);
    expect(metadata.key_value_metadata).toEqual([{ key: 'study', value: 'model: brownian' }]);
    expect(metadata.created_by).toMatch(/^firstpassage version \d/);
  });

  it('hands every group out before it takes the next', async () => {
    const out = collector();
    const writer = await createParquetWriter(out.sink, COLUMNS);
    const handed: number[] = [];
    for (let i = 0; i < 4; i++) {
      await writer.write(group(i * 2000, 2000));
      handed.push(out.parts.at(-1)!.length);
    }
    expect(out.parts).toHaveLength(4);
    // Equal groups take equal room: nothing piles up.
    expect(Math.max(...handed) / Math.min(...handed)).toBeLessThan(1.1);
  });

  it('waits for its sink', async () => {
    const order: string[] = [];
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push('written');
    };
    const writer = await createParquetWriter(slow, COLUMNS);
    await writer.write(group(0, 10));
    order.push('next');
    await writer.finish();
    expect(order).toEqual(['written', 'next', 'written']);
  });

  it('keeps NaN apart from what is missing', async () => {
    const columns: ParquetColumn[] = [{ name: 'x', type: 'double', nullable: true }];
    const file = await parquetFile(columns, [[Number.NaN, null, -0, Number.POSITIVE_INFINITY, Number.MIN_VALUE]]);
    expect((await readBack(file)).map(({ x }) => x)).toEqual([
      Number.NaN,
      null,
      -0,
      Number.POSITIVE_INFINITY,
      Number.MIN_VALUE,
    ]);
  });

  it('makes a valid file of no row', async () => {
    const writer = collector();
    const parquet = await createParquetWriter(writer.sink, COLUMNS);
    await parquet.finish();
    expect(await readBack(writer.file())).toEqual([]);
  });

  it('refuses columns of different length', async () => {
    const writer = await createParquetWriter(() => {}, COLUMNS.slice(0, 2));
    await expect(writer.write([BigInt64Array.of(1n), Int32Array.of(1, 2)])).rejects.toThrow(
      'expected one array a column, all of one length, got path 1, step 2',
    );
    await expect(writer.write([BigInt64Array.of(1n)])).rejects.toThrow('got path 1, step NaN');
  });
});
