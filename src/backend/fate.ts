/** How a path ended: the codes in PathEnds.fate, the same on every backend. */

/** At its last step, or with its last hit. */
export const FATE_DONE = 0;
/** Left by an absorbing end. */
export const FATE_LOWER = 1;
export const FATE_UPPER = 2;
/** Came to a state that is no finite number. */
export const FATE_FAILED = 3;
export type Fate = typeof FATE_DONE | typeof FATE_LOWER | typeof FATE_UPPER | typeof FATE_FAILED;
