/** Lets the event loop run now and then during long work on the main thread. */

const YIELD_MS = 50; // how long it may be kept waiting

/** A function to await between two pieces of work. */
export function pacemaker(): () => Promise<void> | void {
  let last = performance.now();
  return () => {
    if (performance.now() - last <= YIELD_MS) return;
    return new Promise((resolve) => {
      setTimeout(() => {
        last = performance.now();
        resolve();
      }, 0);
    });
  };
}
