/** The exact quantities of a study, as printed by `theory --json`. */
export type { FirstPassageTheory as TheoryPassage, Theory as TheoryResult } from '../theory/index.js';
