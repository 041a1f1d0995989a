/** What is written beside the answers: their errors, and the reasons of those that do not exist, by dotted path. */
import { TheoryError } from '../errors.js';
import type { Quantity } from './process.js';

export class Notes {
  readonly errors: Record<string, number> = {};
  readonly reasons: Record<string, string> = {};

  /** The answer, or null with the reason noted. Anything but a TheoryError is a defect and goes on. */
  attempt<T>(path: string, answer: () => T): T | null {
    try {
      return answer();
    } catch (error) {
      if (!(error instanceof TheoryError)) throw error;
      this.reasons[path] = error.message;
      return null;
    }
  }

  /** The value with its error noted, or null where it is no finite number. */
  value(path: string, { value, error }: Quantity, otherwise = 'it is beyond the largest number, 1e308'): number | null {
    if (!Number.isFinite(value)) {
      this.reasons[path] = otherwise;
      return null;
    }
    // An error that cannot be told is no small one.
    this.errors[path] = Number.isFinite(error) ? error : Number.MAX_VALUE;
    return value;
  }

  /** The same where there is no answer without it. */
  must(path: string, quantity: Quantity): number {
    const value = this.value(path, quantity);
    if (value === null) throw new TheoryError(`${path} could not be computed: got ${quantity.value}`);
    return value;
  }
}
