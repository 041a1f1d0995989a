/** Which scheme, dt and paths keep a tolerance at least cost. */
import { StudyError, TheoryError } from '../errors.js';
import type { ErrorBudget } from '../result/error-budget.js';
import type { Scheme, Study } from '../spec/study.js';
import { isLampertiPossible } from './check-scheme.js';
import { commonSpacing } from './spacing.js';
import { meanLife, STEP_COST } from './tolerance-cost.js';
import { BIAS_SHARE, isOpen, loadOf, mustKeep, pathsNeeded, refused, relevant } from './tolerance-limits.js';
import { settledStudy } from './tolerance-pairs.js';
import { pilotTargets, widestStep } from './tolerance-pilot.js';
import { cheapestStep, type FoundStep, nominalOrder, stepLadder, tooBiased } from './tolerance-search.js';
import { isUnresolved, kernelTargets, relativeBias, type Target, type TargetsAt } from './tolerance-targets.js';

interface Problem {
  readonly study: Study;
  readonly tolerance: number;
  readonly spacing: number;
  readonly longest: number;
  readonly ladder: readonly number[];
  readonly signal: AbortSignal | undefined;
}

export interface Choice extends FoundStep {
  readonly scheme: Scheme;
  readonly paths: number;
  readonly pathSteps: number;
  readonly biasFrom: ErrorBudget['biasFrom'];
  readonly why: string;
}

/** @throws StudyError where none does. */
export const chooseAll = (study: Study, tolerance: number, signal?: AbortSignal): Promise<Choice> =>
  choose({ study, tolerance, ...ladderOf(study), signal });

function ladderOf({ horizon, saveAt, dt }: Study): Pick<Problem, 'spacing' | 'longest' | 'ladder'> {
  const spacing = commonSpacing([horizon, ...saveAt]) ?? dt;
  return { spacing, longest: horizon, ladder: stepLadder(spacing, horizon) };
}

/** The cheapest of the schemes that are open: Euler–Maruyama costs less a step, Lamperti–Heun needs fewer of them. */
async function choose(problem: Problem): Promise<Choice> {
  const { study } = problem;
  if (!isOpen(study, 'scheme')) return chooseFor(problem, study.scheme, null);
  // Where the grid or a projection sets the order, a better step gains nothing.
  const pays = nominalOrder('lamperti-heun', study) > 0.5;
  if (!pays || !isLampertiPossible(study)) {
    const choice = await chooseFor(problem, 'euler-maruyama', null);
    return { ...choice, why: `${choice.why}; lamperti-heun ${pays ? 'does not apply' : 'would gain nothing'}` };
  }
  let heun: Choice | undefined;
  let refusal: unknown;
  try {
    heun = await chooseFor(problem, 'lamperti-heun', null);
  } catch (error) {
    if (!(error instanceof StudyError)) throw error;
    refusal = error;
  }
  try {
    const euler = await chooseFor(problem, 'euler-maruyama', heun ?? null);
    return heun === undefined || euler.cost < heun.cost ? compared(euler, heun) : compared(heun, euler);
  } catch (error) {
    if (!(error instanceof StudyError)) throw error;
    if (heun === undefined) throw refusal;
    return { ...heun, why: `${heun.why}; euler-maruyama cannot keep the tolerance` };
  }
}

function compared(choice: Choice, other: Choice | undefined): Choice {
  if (other === undefined) return choice;
  const times = other.cost / choice.cost;
  const many = times > 1.95 ? `${times.toPrecision(2)} times as long` : 'longer';
  return { ...choice, why: `${choice.why}; ${other.scheme} (dt ${short(other.dt)}) would take ${many}` };
}

/** @param rival a choice that is dearer to beat: no search is made where it plainly cannot be beaten. */
async function chooseFor(problem: Problem, scheme: Scheme, rival: Choice | null): Promise<Choice> {
  const { study, tolerance, spacing, longest, signal } = problem;
  try {
    return chooseBy(problem, scheme, kernelTargets(study, scheme), 'kernel', rival);
  } catch (error) {
    if (!(error instanceof TheoryError)) throw error;
    try {
      const smallEnough = tolerance * BIAS_SHARE;
      const pilot = await pilotTargets(study, scheme, { spacing, longest, smallEnough, signal });
      return chooseBy(problem, scheme, pilot, 'pilot', rival);
    } catch (second) {
      if (!(second instanceof TheoryError)) throw second;
      throw refused(
        'tolerance',
        `cannot be kept with ${scheme}: ${error.message}; ${second.message}: give dt and paths`,
      );
    }
  }
}

function chooseBy(
  problem: Problem,
  scheme: Scheme,
  targetsAt: TargetsAt,
  biasFrom: ErrorBudget['biasFrom'],
  rival: Choice | null,
): Choice {
  const { study, tolerance, ladder } = problem;
  const order = nominalOrder(scheme, study);
  let life: number | undefined;
  const lifeOf = (targets: readonly Target[]) => {
    life ??= meanLife(settledStudy(study), ladder, targets[0]!.duration);
    return life;
  };
  const pathsFor = (targets: readonly Target[]) =>
    isOpen(study, 'paths') ? pathsNeeded(targets, tolerance, study) : study.paths;
  const stepsOf = (targets: readonly Target[], dt: number) => (pathsFor(targets) * lifeOf(targets)) / dt;
  const cost = (targets: readonly Target[], dt: number) => STEP_COST[scheme] * stepsOf(targets, dt);
  const load = (targets: readonly Target[]) => loadOf(targets, study, tolerance);
  const atStep = (dt: number, from = dt): FoundStep => {
    const search = { ladder, targetsAt: relevant(targetsAt), load, cost, order };
    return cheapestStep({ ...search, from });
  };
  const finished = ({ dt, targets, cost }: FoundStep): Choice => {
    const paths = pathsFor(targets);
    return { scheme, dt, targets, cost, paths, pathSteps: stepsOf(targets, dt), biasFrom, why: whyOf(study) };
  };

  if (!isOpen(study, 'dt')) {
    const targets = relevant(targetsAt)(study.dt);
    if (targets.some((target) => isUnresolved(target) && relativeBias(target) > tolerance * BIAS_SHARE))
      throw tooBiased(targets, study.dt);
    mustKeep(targets, study, tolerance, () => atStep(study.dt).dt);
    return finished({ dt: study.dt, targets, cost: cost(targets, study.dt) });
  }
  if (rival !== null) {
    // At the rival's step the bias tells how far this scheme's own step is, and so what it costs.
    const targets = relevant(targetsAt)(rival.dt);
    const dt = rival.dt * Math.min(1, load(targets) ** (-1 / order));
    const least = (STEP_COST[scheme] / STEP_COST[rival.scheme]) * (rival.dt / dt) * rival.cost;
    if (least > 2 * rival.cost) return { ...finished({ dt, targets, cost: least }), paths: rival.paths };
  }
  return finished(atStep(widestStep(study)));
}

const whyOf = (study: Study): string =>
  isOpen(study, 'dt')
    ? 'the cheapest dt with a bias of at most a third of the tolerance'
    : isOpen(study, 'paths')
      ? 'paths for what the bias at this dt leaves of the tolerance'
      : 'dt and paths as given';

const short = (x: number): string => String(Number(x.toPrecision(3)));
