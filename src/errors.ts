/** Every error class that the library throws on purpose. Each message says what was expected, what was found and what to do. */

export class FirstPassageError extends Error {
  override name = 'FirstPassageError';
}

/** One problem of a study: where it is, what is wrong with it, what to do. */
export interface Problem {
  /** Dotted path of the field, e.g. `firstPassage.threshold` or `saveAt[2]`. */
  readonly path: string;
  /** Expected, got, remedy: one sentence without the path. */
  readonly message: string;
  /** Of an expression: the 1-based column of what is wrong, where it is known. */
  readonly column?: number;
}

/** A study that cannot be run. Carries every problem found, not only the first. */
export class StudyError extends FirstPassageError {
  override name = 'StudyError';
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'));
  }
}

/** An expression that is not arithmetic in x and the parameters. `column` is 1-based, or null where the place is unknown. */
export class ExpressionError extends FirstPassageError {
  override name = 'ExpressionError';
  constructor(
    message: string,
    readonly column: number | null = null,
  ) {
    super(message);
  }
}

/** The backend named by the user does not exist on this machine; the message has the remedy. */
export class BackendUnavailableError extends FirstPassageError {
  override name = 'BackendUnavailableError';
}

/** The device ran out of memory; the message says how to ask for less. */
export class OutOfMemoryError extends FirstPassageError {
  override name = 'OutOfMemoryError';
}

/** The GPU refused a shader or a command: a defect of ours, with the compiler's message and place. */
export class ValidationError extends FirstPassageError {
  override name = 'ValidationError';
}

/** The GPU device was lost (driver reset, watchdog, unplugged) while it was in use. */
export class DeviceLostError extends FirstPassageError {
  override name = 'DeviceLostError';
}

/** A worker died or answered with an error. */
export class WorkerError extends FirstPassageError {
  override name = 'WorkerError';
}

/** The parts given to `merge` do not make one whole. */
export class MergeError extends FirstPassageError {
  override name = 'MergeError';
}

/** The theory has no answer for this study (no stationary law, an integral that does not converge). */
export class TheoryError extends FirstPassageError {
  override name = 'TheoryError';
}

/** The caller's signal aborted the work before there was anything to keep. */
export class InterruptedError extends FirstPassageError {
  override name = 'InterruptedError';
}

/** The command line was used wrongly; exit status 2. */
export class UsageError extends FirstPassageError {
  override name = 'UsageError';
}
