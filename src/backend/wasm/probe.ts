/** The generator and the map to normals by themselves: the same graph code as in the kernels, on counters and words from outside. */
import type { Rng } from '../../spec/study.js';
import { encodeModule, FunctionBuilder } from './encoder.js';
import type { Words } from './generator.js';
import { generatorOf } from './generators.js';
import { ConstantTable, Graph, type Value } from './graph.js';
import { boxMuller } from './normal.js';
import { Emitter } from './schedule.js';

const VECTOR_BYTES = 16;
const LANES = 4;
/** Lanes handled in one call; the tail of the last call is filled with zeros. */
const CAPACITY = 4096;
const COLUMN = CAPACITY * 4;
const COLUMNS_AT = 16384;
const PAGE = 65536;

interface ProbeExports {
  readonly memory: WebAssembly.Memory;
  readonly run: (end: number) => void;
}

/** Applies a function of four lanes to rows of words: row-major [i][columns] → [i][columns], f32 results as their bits. */
export class Probe {
  private readonly compiled: Promise<ProbeExports>;
  private readonly constants = new ConstantTable();

  constructor(
    private readonly columns: number,
    make: (g: Graph, inputs: readonly Value[]) => readonly Value[],
    parameters: ReadonlyMap<string, number> = new Map(),
  ) {
    const f = new FunctionBuilder('run', ['i32']);
    const lane = f.local('i32');
    const outputs = Array.from({ length: columns }, () => f.local('v128'));
    const address = (column: number): number => COLUMNS_AT + column * COLUMN;
    const emitter = new Emitter(f);
    f.loop((next) => {
      const g = new Graph(this.constants);
      const results = make(
        g,
        outputs.map((_, column) => g.load(lane, address(column))),
      );
      emitter.assign(outputs.map((local, column) => [local, results[column]!] as const));
      for (const [column, local] of outputs.entries()) emitter.store(lane, address(column), local);
      f.increment(lane, VECTOR_BYTES);
      f.get(lane);
      f.get(0);
      f.i32Op('ltU');
      f.branchIf(next);
    });
    const bytes = encodeModule([f], Math.ceil((COLUMNS_AT + columns * COLUMN) / PAGE));
    this.compiled = this.load(bytes, parameters);
  }

  async apply(rows: Uint32Array): Promise<Uint32Array> {
    const { memory, run } = await this.compiled;
    const { columns } = this;
    const words = new Uint32Array(memory.buffer);
    const cell = (column: number, row: number): number => (COLUMNS_AT + column * COLUMN) / 4 + row;
    const out = new Uint32Array(rows.length);
    const count = rows.length / columns;
    for (let first = 0; first < count; first += CAPACITY) {
      const here = Math.min(CAPACITY, count - first);
      words.fill(0, COLUMNS_AT / 4, (COLUMNS_AT + columns * COLUMN) / 4);
      for (let row = 0; row < here; row++) {
        for (let c = 0; c < columns; c++) words[cell(c, row)] = rows[(first + row) * columns + c]!;
      }
      run(Math.ceil(here / LANES) * VECTOR_BYTES);
      for (let row = 0; row < here; row++) {
        for (let c = 0; c < columns; c++) out[(first + row) * columns + c] = words[cell(c, row)]!;
      }
    }
    return out;
  }

  private async load(bytes: Uint8Array<ArrayBuffer>, parameters: ReadonlyMap<string, number>): Promise<ProbeExports> {
    const { instance } = await WebAssembly.instantiate(bytes);
    const exports = instance.exports as unknown as ProbeExports;
    const words = new Uint32Array(exports.memory.buffer);
    this.constants.sources.forEach((source, slot) => {
      words.fill('bits' in source ? source.bits : parameters.get(source.parameter)!, slot * LANES, (slot + 1) * LANES);
    });
    return exports;
  }
}

/** Counters row-major [i][4] → words [i][4]. */
export function randomWords(counters: Uint32Array, key: readonly [number, number], rng: Rng): Promise<Uint32Array> {
  const generator = generatorOf(rng);
  const make = (g: Graph, counter: readonly Value[]) => generator.words(g, counter as unknown as Words);
  const probe = new Probe(4, make, generator.constants(key, 0));
  return probe.apply(counters);
}

/** Words row-major [i][2] → normals [i][2]. */
export async function normals(words: Uint32Array): Promise<Float64Array> {
  const bits = await new Probe(2, (g, [w0, w1]) => boxMuller(g, w0!, w1!)).apply(words);
  return Float64Array.from(new Float32Array(bits.buffer));
}
