/**
 * Waiting for Dawn without keeping a core from the work: while a promise of its is pending in Node, Dawn asks the device for events in
 * every turn of the event loop, and has the loop turn as fast as it can. Naps between the turns leave the core to others: to a driver that
 * computes on it, above all.
 */

const SPIN_MS = 0.2; // a nap takes 0.06 ms at least: what is over sooner goes without
const SHARE = 1 / 8; // of the time waited so far: so much later than it came may the end be seen
const LONGEST_MS = 2; // whatever else this thread has to do waits as long

let waits = 0;
let since = 0;
let goesOn = false;

/** `work`, a promise of Dawn's; this thread naps between the turns of its event loop until it is settled. */
export async function dozeUntil<T>(work: Promise<T>): Promise<T> {
  waits++;
  since = performance.now();
  if (!goesOn) {
    goesOn = true;
    const pillow = new Int32Array(new SharedArrayBuffer(4)); // nobody wakes it
    setImmediate(doze, pillow);
  }
  try {
    return await work;
  } finally {
    waits--;
    since = performance.now();
  }
}

function doze(pillow: Int32Array): void {
  goesOn = waits > 0;
  if (!goesOn) return;
  const waited = performance.now() - since;
  if (waited > SPIN_MS) Atomics.wait(pillow, 0, 0, Math.min(LONGEST_MS, SHARE * waited));
  setImmediate(doze, pillow);
}
