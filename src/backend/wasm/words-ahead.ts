/**
 * Words of the noise that are computed lane by lane, for the last vectors of each group: those of the next group while this one
 * is on its way, so that what was written in narrow pieces has long arrived in memory when it is read as a vector.
 */
import type { FunctionBuilder } from './encoder.js';
import type { Words } from './generator.js';
import type { ConstantTable, Graph } from './graph.js';
import { IntegerPhilox } from './integer-philox.js';
import { type Layout, VECTOR_BYTES, WORDS, WORDS_ROW } from './layout.js';
import type { LoopCut } from './shape.js';

const LANES = [0, 1, 2, 3];

export class WordsAhead {
  /** i32: where a row has the words of this group of vectors, and those of the next. */
  private readonly here: number;
  private readonly next: number;
  private readonly philox: IntegerPhilox;

  /** Emits what comes before the loop: the words of the first group too. */
  constructor(
    private readonly f: FunctionBuilder,
    private readonly cut: LoopCut,
    private readonly layout: Layout,
    /** i32: byte offset of the first lane of the group. */
    private readonly lane: number,
    options: { rounds: number; constants: ConstantTable; table: number },
  ) {
    this.here = f.local('i32');
    this.next = f.local('i32');
    this.philox = new IntegerPhilox(f, options);
    for (const piece of this.pieces(0)) piece(); // `next` is still 0, which is where the first turn() looks
  }

  /** Whether the words of vector v of a group are computed here. */
  has = (v: number): boolean => v >= this.cut.vectors - this.cut.byIntegers;

  /** Emitted at the head of the loop: the two halves of a row change places. */
  turn(): void {
    const { f, group } = this;
    for (const [target, from, op] of [
      [this.here, this.lane, 'and'],
      [this.next, this.here, 'xor'],
    ] as const) {
      f.get(from);
      f.i32(group);
      f.i32Op(op);
      f.set(target);
    }
  }

  /** Those of vector v of this group. */
  words(g: Graph, v: number): Words {
    return LANES.map((k) => g.load(this.here, WORDS + k * WORDS_ROW + v * VECTOR_BYTES)) as unknown as Words;
  }

  /** Code that computes those of the next group. */
  ahead = (): (() => void)[] => this.pieces(this.group);

  private get group(): number {
    return this.cut.vectors * VECTOR_BYTES;
  }

  private pieces(ahead: number): (() => void)[] {
    const { carried } = this.layout;
    const lanes = Array.from({ length: this.cut.vectors }, (_, v) => v)
      .filter(this.has)
      .flatMap((v) => LANES.map((lane) => v * VECTOR_BYTES + 4 * lane))
      .map((at) => ({
        p0: carried['p0']! + ahead + at,
        p1: carried['p1']! + ahead + at,
        words: LANES.map((k) => WORDS + k * WORDS_ROW + at),
      }));
    return this.philox.pieces(lanes, this.lane, this.next);
  }
}
