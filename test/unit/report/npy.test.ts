import { describe, expect, it } from 'vitest';
import { createNpyWriter } from '#dist/report/npy.js';
import type { ParquetColumn } from '#dist/report/parquet.js';

const COLUMNS: readonly ParquetColumn[] = [
  { name: 'path', type: 'int64' },
  { name: 'time', type: 'double', nullable: true },
  { name: 'end', type: 'string' },
  { name: 'step', type: 'int32' },
  { name: 'ok', type: 'boolean' },
];
const STRIDE = 8 + 8 + 8 + 4 + 1;

describe('createNpyWriter', () => {
  it('writes records that lie as NumPy expects, and a header that can be put right at the end', async () => {
    const parts: Uint8Array[] = [];
    const writer = await createNpyWriter((bytes) => void parts.push(bytes), COLUMNS);
    await writer.write([BigInt64Array.of(5n, 2n ** 40n), [0.5, null], ['upper', 'horizon'], [-1, 7], [true, false]]);
    const header = writer.header();
    expect(header.length).toBe(parts[0]!.length);
    expect(header.length % 64).toBe(0);
    expect([...header.subarray(0, 8)]).toEqual(
      [0x93, ...'NUMPY'].map((c) => (typeof c === 'string' ? c.charCodeAt(0) : c)).concat(1, 0),
    );
    expect(header[8]! + 256 * header[9]!).toBe(header.length - 10);
    const text = new TextDecoder().decode(header.subarray(10));
    expect(text).toMatch(
      /^\{'descr': \[\('path', '<i8'\), \('time', '<f8'\), \('end', '\|S8'\), \('step', '<i4'\), \('ok', '\|b1'\)\], 'fortran_order': False, 'shape': \(2,\), \} +\n$/,
    );
    const view = new DataView(parts[1]!.buffer);
    expect(view.byteLength).toBe(2 * STRIDE);
    expect(view.getBigInt64(STRIDE, true)).toBe(2n ** 40n);
    expect([view.getFloat64(8, true), view.getFloat64(STRIDE + 8, true)]).toEqual([0.5, Number.NaN]);
    expect(new TextDecoder().decode(parts[1]!.subarray(16, 24))).toBe('upper\0\0\0');
    expect([view.getInt32(24, true), view.getUint8(28), view.getUint8(STRIDE + 28)]).toEqual([-1, 1, 0]);
  });

  it('keeps the length of its header for any number of rows', async () => {
    const columns: ParquetColumn[] = [{ name: 'x', type: 'boolean' }];
    const sizes = await Promise.all(
      [0, 1, 12, 123456].map(async (rows) => {
        const writer = await createNpyWriter(() => {}, columns);
        await writer.write([new Array<boolean>(rows).fill(true)]);
        return writer.header().length;
      }),
    );
    expect(new Set(sizes).size).toBe(1);
  });

  it('refuses what NumPy has no word for', async () => {
    await expect(createNpyWriter(() => {}, [{ name: 'n', type: 'int32', nullable: true }])).rejects.toThrow(
      'expected no missing values in n (int32): write .parquet',
    );
    const writer = await createNpyWriter(() => {}, [{ name: 'end', type: 'string' }]);
    await expect(writer.write([['a long text']])).rejects.toThrow('up to 8 characters, got a long text');
  });
});
