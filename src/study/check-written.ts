/** What the checks of a study's parts are given, and whom they tell. */
import type { StudyInput } from '../spec/schema.js';
import type { Chosen } from '../spec/study.js';

/** Adds one problem; the column is that in an expression. */
export type Report = (path: string, message: string, column?: number | null) => void;

/** A study as written, without the fields that have the wrong shape. */
export interface Written extends Partial<StudyInput> {
  /** Whether anything at or below this path has the wrong shape. */
  readonly broken: (path: string) => boolean;
}

/** Whether a field is left to the tolerance, also to one that has a problem of its own. */
export const isOpen = (written: Written, field: Chosen): boolean =>
  (written.tolerance !== undefined || written.broken('tolerance')) &&
  written[field] === undefined &&
  !written.broken(field);
