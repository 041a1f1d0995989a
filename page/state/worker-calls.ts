/** Questions to a worker that have one answer. */

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Calls {
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  /** @param send gets the number that the answer must carry. */
  ask<T>(send: (call: number) => void): Promise<T> {
    const call = this.#next++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(call, { resolve: resolve as (value: unknown) => void, reject });
      send(call);
    });
  }

  settle(call: number, answer: { readonly value: unknown } | { readonly message: string }): void {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    if ('message' in answer) waiting?.reject(new Error(answer.message));
    else waiting?.resolve(answer.value);
  }
}
