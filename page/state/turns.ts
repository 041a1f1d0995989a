/**
 * Who computes on this device. Runs and sweeps may share it; a measurement has it to itself: it stops what runs, and what starts
 * stops it.
 */
export type Computing = 'run' | 'sweep' | 'measurement';

const stops = new Map<Computing, () => void>();

/** @param stop ends it where it is under way, and tells the user so. */
export function canBeStopped(who: Computing, stop: () => void): void {
  stops.set(who, stop);
}

/** To be called before it starts. */
export function takesTurn(who: Computing): void {
  for (const [other, stop] of stops) if (other !== who && (who === 'measurement' || other === 'measurement')) stop();
}
