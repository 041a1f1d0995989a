/** Where paths start, and the thresholds they are watched for. */
import { DEFAULTS } from '../spec/defaults.js';
import type { ThresholdInput } from '../spec/schema.js';
import type { Direction, Initial, Study, Threshold } from '../spec/study.js';
import type { Report, Written } from './check-written.js';

type Interval = readonly [number, number];
type Boundary = Study['boundary'];

export function checkInitial(
  written: Written,
  domain: Interval | undefined,
  boundary: Boundary,
  report: Report,
): Initial | undefined {
  if (written.broken('initial')) return undefined;
  const { initial } = written;
  if (initial === 'stationary') return checkStationary(written, boundary, report);
  if (domain === undefined) return initial;
  const [lower, upper] = domain;
  if (initial === undefined) return lower + (upper - lower) / 2;
  const outside = (x: number) => x < lower || x > upper;
  if (typeof initial === 'number') {
    if (!outside(initial)) return initial;
    report('initial', `expected a point of the domain [${lower}, ${upper}], got ${initial}: start inside`);
    return undefined;
  }
  const [a, b] = initial.uniform;
  if (!(a < b)) {
    report('initial.uniform', `expected a < b, got [${a}, ${b}]: use ${a > b ? `[${b}, ${a}]` : `initial: ${a}`}`);
    return undefined;
  }
  if (!outside(a) && !outside(b)) return initial;
  report('initial.uniform', `expected an interval in the domain [${lower}, ${upper}], got [${a}, ${b}]: start inside`);
  return undefined;
}

function checkStationary(written: Written, boundary: Boundary, report: Report): Initial | undefined {
  if (written.broken('boundary')) return undefined;
  const end = boundary.lower === 'absorb' ? 'lower' : boundary.upper === 'absorb' ? 'upper' : undefined;
  if (end === undefined) return 'stationary';
  report(
    'initial',
    `expected a point or { uniform: [a, b] }, got "stationary" with an absorbing ${end} end: there is no stationary law`,
  );
  return undefined;
}

interface Surroundings {
  readonly domain: Interval | undefined;
  readonly boundary: Boundary;
  readonly initial: Initial | undefined;
}

/** The thresholds in the shape of the file; undefined where one has a problem. */
export function checkThresholds(
  written: Written,
  surroundings: Surroundings,
  report: Report,
): Study['firstPassage'] | undefined {
  const { firstPassage } = written;
  if (firstPassage === undefined || firstPassage === null) return null;
  if (!Array.isArray(firstPassage)) return checkThreshold('firstPassage', firstPassage, surroundings, written, report);
  const checked = firstPassage.map((t, i) => checkThreshold(`firstPassage[${i}]`, t, surroundings, written, report));
  return checked.every((t) => t !== undefined) ? checked : undefined;
}

function checkThreshold(
  path: string,
  t: ThresholdInput,
  { domain, boundary, initial }: Surroundings,
  written: Written,
  report: Report,
): Threshold | undefined {
  if (written.broken(path)) return undefined;
  const direction = t.direction ?? directionOf(t.threshold, initial);
  if (direction === undefined && initial !== undefined) {
    const start = initial === 'stationary' ? 'the stationary law' : 'the start';
    report(
      `${path}.direction`,
      `expected up or down, got nothing: ${start} lies on both sides of ${t.threshold}, so say which`,
    );
  }
  const unreachable = written.broken('boundary') ? undefined : outsideOf(t.threshold, direction, domain, boundary);
  if (unreachable !== undefined) report(`${path}.threshold`, unreachable);
  if (direction === undefined || unreachable !== undefined) return undefined;
  return { threshold: t.threshold, direction, monitor: t.monitor ?? DEFAULTS.monitor, bins: t.bins ?? DEFAULTS.bins };
}

/** From the start to the threshold; undefined where the start lies on both sides or is not known. */
function directionOf(threshold: number, initial: Initial | undefined): Direction | undefined {
  if (initial === undefined || initial === 'stationary') return undefined;
  const [a, b] = typeof initial === 'number' ? [initial, initial] : initial.uniform;
  if (b <= threshold) return 'up';
  return a >= threshold ? 'down' : undefined;
}

/** A threshold outside the domain can be hit only through an absorbing end, in the direction of that end. */
function outsideOf(
  threshold: number,
  direction: Direction | undefined,
  domain: Interval | undefined,
  boundary: Boundary,
): string | undefined {
  if (domain === undefined) return undefined;
  const [lower, upper] = domain;
  if (threshold >= lower && threshold <= upper) return undefined;
  const throughUpper = threshold > upper && boundary.upper === 'absorb' && direction !== 'down';
  const throughLower = threshold < lower && boundary.lower === 'absorb' && direction !== 'up';
  if (throughUpper || throughLower) return undefined;
  return `expected a position in the domain [${lower}, ${upper}], got ${threshold}: choose a threshold between ${lower} and ${upper}`;
}
