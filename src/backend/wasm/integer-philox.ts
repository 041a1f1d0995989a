/**
 * The noise stream of Philox lane by lane, in 64-bit integers, whose one multiplication is the whole product of two words. The
 * vector units are the limit of the loop over lanes and the integer units have little to do there: some of the vectors
 * get their words from here, by way of memory, for the next group of lanes while this one is on its way.
 */
import type { FunctionBuilder } from './encoder.js';
import type { ConstantTable } from './graph.js';
import { keyName, M0, M1 } from './philox.js';
import { SLOT } from './schedule.js';

/** Lanes side by side: each is one chain of operations that wait for each other. Four have too few registers. */
const ABREAST = 2;

/** Where a lane has its words: byte offsets from two i32 locals. */
export interface LaneAddresses {
  readonly p0: number;
  readonly p1: number;
  /** Of the four words that are written. */
  readonly words: readonly number[];
}

/** Locals of one of the lanes side by side: a round is (c0, c1, c2, c3) → (c0, c1, c2, c3), over two products. */
interface LaneLocals {
  readonly c0: number;
  readonly c1: number;
  readonly c2: number;
  readonly c3: number;
  readonly product0: number;
  readonly product1: number;
}

/** Code that leaves a word on the stack. */
type Push = () => void;

export class IntegerPhilox {
  readonly #f: FunctionBuilder;
  readonly #rounds: number;
  /** s0 … s3 of philox.ts: the words of the step. */
  readonly #step: readonly number[];
  readonly #keys: ReadonlyMap<string, number>;
  readonly #abreast: readonly LaneLocals[];

  /** Emits what is loaded once, before the loop. @param table i32 local: the address of the words of the step. */
  constructor(
    f: FunctionBuilder,
    { rounds, constants, table }: { rounds: number; constants: ConstantTable; table: number },
  ) {
    const loadOnce = (base: Push, offset: number): number => {
      const local = f.local('i32');
      base();
      f.i32Load(offset);
      f.set(local);
      return local;
    };
    const later = Array.from({ length: rounds - 4 }, (_, k) => [keyName(0, 4 + k), keyName(1, 4 + k)]);
    const names = [keyName(0, 3), ...later.flat()]; // s3 holds the other key of round 3
    this.#f = f;
    this.#rounds = rounds;
    this.#step = [0, 4, 8, 12].map((offset) => loadOnce(() => f.get(table), offset));
    this.#keys = new Map(names.map((name) => [name, loadOnce(() => f.i32(0), constants.parameter(name) * SLOT)]));
    this.#abreast = Array.from({ length: ABREAST }, () => ({
      c0: f.local('i32'),
      c1: f.local('i32'),
      c2: f.local('i32'),
      c3: f.local('i32'),
      product0: f.local('i64'),
      product1: f.local('i64'),
    }));
  }

  /**
   * The code for these lanes in pieces, to be emitted in this order with other code between them.
   * @param from i32 local from which p0 and p1 are counted. @param to i32 local from which the words that are written are.
   */
  pieces(lanes: readonly LaneAddresses[], from: number, to: number): (() => void)[] {
    const pieces: (() => void)[] = [];
    for (let first = 0; first < lanes.length; first += ABREAST) {
      const each = lanes
        .slice(first, first + ABREAST)
        .map((lane, i) => this.#piecesOf(lane, this.#abreast[i]!, from, to));
      for (const k of each[0]!.keys()) {
        pieces.push(() => {
          for (const one of each) one[k]!();
        });
      }
    }
    return pieces;
  }

  #piecesOf(addresses: LaneAddresses, lane: LaneLocals, from: number, to: number): (() => void)[] {
    const rounds = Array.from({ length: this.#rounds - 4 }, (_, k) => () => this.#round(lane, 4 + k));
    return [() => this.#start(lane, addresses, from), ...rounds, () => this.#store(lane, addresses, to)];
  }

  /** As noiseWords() of philox.ts begins: rounds 0 to 2 but for what the path or the step alone decides, and round 3. */
  #start(lane: LaneLocals, { p0, p1 }: LaneAddresses, from: number): void {
    const [s0, s1, s2, s3] = this.#step as readonly [number, number, number, number];
    const { c0, c1, c2, c3, product1 } = lane;
    const load = (offset: number): Push => {
      return () => {
        this.#f.get(from);
        this.#f.i32Load(offset);
      };
    };
    this.#xor(c0, load(p0), this.#word(s0));
    this.#multiply(product1, c0, M1);
    this.#xor(c0, this.#high(product1), this.#word(s1));
    this.#xor(c1, this.#low(product1));
    this.#xor(c2, load(p1), this.#word(s2));
    this.#xor(c3, this.#word(s3));
    this.#round(lane, 3);
  }

  #round({ c0, c1, c2, c3, product0, product1 }: LaneLocals, index: number): void {
    const key = (k: 0 | 1): Push[] => {
      const local = this.#keys.get(keyName(k, index));
      return local === undefined ? [] : [this.#word(local)];
    };
    this.#multiply(product0, c0, M0);
    this.#multiply(product1, c2, M1);
    this.#xor(c0, this.#high(product1), this.#word(c1), ...key(0));
    this.#xor(c1, this.#low(product1));
    this.#xor(c2, this.#high(product0), this.#word(c3), ...key(1));
    this.#xor(c3, this.#low(product0));
  }

  #store({ c0, c1, c2, c3 }: LaneLocals, { words }: LaneAddresses, to: number): void {
    for (const [k, c] of [c0, c1, c2, c3].entries()) {
      this.#f.get(to);
      this.#f.get(c);
      this.#f.i32Store(words[k]!);
    }
  }

  #multiply(product: number, word: number, factor: number): void {
    const f = this.#f;
    f.get(word);
    f.i64Op('extend_i32_u');
    f.i32(factor);
    f.i64Op('extend_i32_u');
    f.i64Op('mul');
    f.set(product);
  }

  /** The target becomes the exclusive or of these words. */
  #xor(target: number, first: Push, ...others: readonly Push[]): void {
    first();
    for (const other of others) {
      other();
      this.#f.i32Op('xor');
    }
    this.#f.set(target);
  }

  #word(local: number): Push {
    return () => this.#f.get(local);
  }

  #high(product: number): Push {
    return () => {
      this.#f.get(product);
      this.#f.i64(32);
      this.#f.i64Op('shr_u');
      this.#f.i32Op('wrap_i64');
    };
  }

  #low(product: number): Push {
    return () => {
      this.#f.get(product);
      this.#f.i32Op('wrap_i64');
    };
  }
}
