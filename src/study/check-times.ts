/** dt, the horizon and the save times: everything happens after a whole number of steps. */
import { DEFAULTS, LIMITS } from '../spec/defaults.js';
import type { Report, Written } from './check-written.js';
import { isOpen } from './check-written.js';
import { commonSpacing, isMultiple } from './spacing.js';

/** A field is undefined where it has a problem. */
export interface CheckedTimes {
  readonly dt: number | undefined;
  readonly horizon: number | undefined;
  readonly saveAt: readonly number[] | undefined;
  /** horizon / dt; undefined too where a tolerance is to choose dt. */
  readonly steps: number | undefined;
}

export function checkTimes(written: Written, report: Report): CheckedTimes {
  if (isOpen(written, 'dt')) return checkOpenTimes(written, report);
  const dt = written.broken('dt') ? undefined : (written.dt ?? DEFAULTS.dt);
  const horizon = written.broken('horizon') ? undefined : (written.horizon ?? DEFAULTS.horizon);
  const horizonSound = checkHorizon(dt, horizon, written.horizon === undefined, report);
  // Of a dt beyond the horizon nothing is a multiple: that is told once.
  const step = dt !== undefined && horizon !== undefined && dt > horizon ? undefined : dt;
  const saveAt = checkSaveAt(written, step, horizon, report);
  const steps = horizonSound ? Math.round(horizon! / dt!) : undefined;
  return { dt, horizon, saveAt, steps };
}

/** A tolerance chooses dt: then the times need a common step, which holds its place until then. */
function checkOpenTimes(written: Written, report: Report): CheckedTimes {
  const horizon = written.broken('horizon') ? undefined : (written.horizon ?? DEFAULTS.horizon);
  const saveAt = checkSaveAt(written, undefined, horizon, report);
  if (horizon === undefined || saveAt === undefined) return { dt: undefined, horizon, saveAt, steps: undefined };
  const dt = commonSpacing([horizon, ...saveAt]);
  if (dt === undefined) {
    const times = [...saveAt, horizon].join(', ');
    report(
      saveAt.length > 0 ? 'saveAt' : 'horizon',
      `expected save times and a horizon that are whole multiples of one step, got ${times}: round them, or give dt`,
    );
  }
  return { dt, horizon, saveAt, steps: undefined };
}

function checkHorizon(
  dt: number | undefined,
  horizon: number | undefined,
  isDefault: boolean,
  report: Report,
): boolean {
  if (dt === undefined || horizon === undefined) return false;
  const which = isDefault ? ' (the default)' : '';
  if (dt > horizon) {
    report('dt', `expected at most the horizon ${horizon}${which}, got ${dt}: use a smaller dt or a later horizon`);
    return false;
  }
  if (horizon / dt > LIMITS.steps * (1 + LIMITS.multiple)) {
    const smallest = Number((1.005 * (horizon / LIMITS.steps)).toPrecision(3)); // rounded up
    report(
      'dt',
      `expected at most ${LIMITS.steps} steps to the horizon ${horizon}${which}, got ${horizon / dt}: use dt ≥ ${smallest} or an earlier horizon`,
    );
    return false;
  }
  if (isMultiple(horizon, dt)) return true;
  report('horizon', `expected a whole multiple of dt = ${dt}, got ${horizon}${which}: use ${nearest(horizon, dt)}`);
  return false;
}

function checkSaveAt(written: Written, dt: number | undefined, horizon: number | undefined, report: Report) {
  const { saveAt } = written;
  if (saveAt === undefined && written.broken('saveAt')) return undefined;
  if (saveAt === undefined) {
    const watching = written.broken('firstPassage') || (written.firstPassage ?? null) !== null;
    return watching ? [] : horizon === undefined ? undefined : [horizon];
  }
  let sound = true;
  const refuse = (i: number, message: string) => {
    report(`saveAt[${i}]`, message);
    sound = false;
  };
  saveAt.forEach((time, i) => {
    if (written.broken(`saveAt[${i}]`)) return;
    const before = written.broken(`saveAt[${i - 1}]`) ? undefined : saveAt[i - 1];
    // 0.3 and 0.1 + 0.2 are two numbers, and may be one step.
    const sameStep =
      before !== undefined &&
      dt !== undefined &&
      [time, before].every((t) => isMultiple(t, dt)) &&
      Math.round(time / dt) === Math.round(before / dt);
    if (before !== undefined && (time === before || (time > before && sameStep)))
      refuse(i, `expected each time once, got ${time} again: leave it out`);
    else if (before !== undefined && time < before)
      refuse(i, `expected increasing times, got ${time} after ${before}: sort the list`);
    if (horizon !== undefined && time > horizon * (1 + LIMITS.multiple))
      refuse(i, `expected at most the horizon ${horizon}, got ${time}: leave it out or use a later horizon`);
    else if (dt !== undefined && !isMultiple(time, dt))
      refuse(i, `expected a whole multiple of dt = ${dt}, got ${time}: use ${nearest(time, dt)}`);
  });
  return sound && !written.broken('saveAt') ? saveAt : undefined;
}

/** The whole multiples of dt on both sides of `time`, as they would be typed: "10 or 10.01". */
function nearest(time: number, dt: number): string {
  const below = Math.floor(time / dt);
  const times = [below, below + 1].filter((steps) => steps > 0).map((steps) => Number((steps * dt).toPrecision(12)));
  return times.join(' or ');
}
