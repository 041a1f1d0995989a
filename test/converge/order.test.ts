// The order at which each scheme, end and monitor converges, asserted with its interval. No path is run: biases come from
// the scheme's own one-step kernel, so that orders are seen to three digits. Order, limit and spread are three tests.
import { describe, expect, it } from 'vitest';
import { proposer } from '#dist/backend/reference/scheme.js';
import { makePlan } from '#dist/plan/make.js';
import type { Study } from '#dist/spec/study.js';
import { stepperOf } from '#dist/theory/index.js';
import { biasesOf, type Ladder, ladderOf, passageStudy, schemeLaw, severity } from '../../scripts/accuracy/ladder.mjs';
import { againstTheEnd, EXITS, PASSAGES, studyOfCase } from '../../scripts/accuracy/orders.mjs';
import { exactOrder, limitOf } from '../../scripts/accuracy/regression.mjs';
import { record, sized } from '../helpers/verify.js';

const LEVELS = 7;

type Quantity = 'probability' | 'mean' | 'variance';
type OtherStep = Parameters<typeof ladderOf>[3];

/** Orders tell each other apart: they are half a unit from one another. */
const NARROW = 0.2; // of the whole interval

const RESOLVED = 1e-8; // relative: what quadrature and chain may leave of the bias

/** Asserts the order of the bias, and that its limit is the exact value. */
function expectOrder(name: string, ladder: Ladder, quantity: Quantity, order: number): void {
  const levels = biasesOf(ladder, quantity);
  const observed = exactOrder(levels);
  const interval = `${observed.order.toFixed(4)} in [${observed.low.toFixed(4)}, ${observed.high.toFixed(4)}]`;
  const what = `${name}: order of the ${quantity}, dt ${levels[0]!.dt} … ${levels.at(-1)!.dt}`;
  record({ item: 9, who: 'kernel', what, measured: interval, allowed: `${order} inside` });
  expect(observed.low, `${what}: ${interval}`).toBeLessThanOrEqual(order);
  expect(observed.high, `${what}: ${interval}`).toBeGreaterThanOrEqual(order);
  expect(observed.high - observed.low, `${what}: ${interval}`).toBeLessThan(NARROW);

  // Five powers leave less than four do: what the fifth one moves bounds what is left.
  const values = levels.map(({ dt, bias }) => ({ dt, value: bias }));
  const [limit, rougher] = [limitOf(values, order, 5).value, limitOf(values, order, 4).value];
  const allowed = Math.abs(limit - rougher) + RESOLVED;
  const text = `${limit.toExponential(1)} of it off`;
  const whatLimit = `${name}: limit of the ${quantity}`;
  record({ item: 9, who: 'kernel', what: whatLimit, measured: text, allowed: `${allowed.toExponential(1)}` });
  expect(Math.abs(limit), `${whatLimit}: ${text}`).toBeLessThanOrEqual(allowed);
}

const LADDER = '$scheme, $lower below, $monitor, set $set';

describe('first passage', () => {
  it.each(sized(PASSAGES.slice(0, 7), PASSAGES))(LADDER, (ladderCase) => {
    const { scheme, lower, monitor, set, coarsest, order, ofVariance } = ladderCase;
    const name = `${scheme}, ${lower} below, ${monitor}, set ${set}`;
    const ladder = ladderOf(studyOfCase(ladderCase), coarsest, LEVELS);
    expectOrder(name, ladder, 'mean', order);
    expectOrder(name, ladder, 'variance', ofVariance);
  });
});

describe('exit', () => {
  it.each(sized(EXITS.slice(0, 4), EXITS))(LADDER, (ladderCase) => {
    const { scheme, lower, monitor, set, coarsest, order } = ladderCase;
    const name = `${scheme}, ${lower} below, ${monitor}, set ${set}`;
    expectOrder(name, ladderOf(studyOfCase(ladderCase), coarsest, LEVELS), 'probability', order);
  });
});

describe('each part alone', () => {
  it.each([
    ['euler-maruyama', 'reflect', 1],
    ['euler-maruyama', 'clamp', 0.5],
    // The drift that turns at the mirror leaves (f(0))² dt^(3/2): small in sets A to D, all there is here.
    ['lamperti-heun', 'reflect', 1.5],
  ] as const)('the lower end: %s, %s has order %d', (scheme, lower, order) => {
    const ladder = ladderOf(againstTheEnd(scheme, lower), 0.04, LEVELS);
    for (const quantity of ['mean', 'variance'] as const)
      expectOrder(`drift against the end, ${scheme}, ${lower}`, ladder, quantity, order);
  });

  it.each([
    ['grid', 0.5, 0.5],
    ['shift', 1, 1.5],
  ] as const)('the monitor: %s has order %d in the mean, %d in the variance', (monitor, mean, variance) => {
    const model = { model: { drift: '1', diffusion: '1' }, domain: [-8, 3] };
    const study = passageStudy(model, { from: 0, to: 2, monitor });
    const ladder = ladderOf(study, 0.1, LEVELS);
    expectOrder(`constant drift, ${monitor}`, ladder, 'mean', mean);
    expectOrder(`constant drift, ${monitor}`, ladder, 'variance', variance);
  });

  it('the monitor: bridge is exact for constant coefficients', () => {
    const model = { model: { drift: '1', diffusion: '1' }, domain: [-8, 3] };
    const study = passageStudy(model, { from: 0, to: 2 });
    // p < 1.6e-8 is cut off, in the few steps that come near.
    for (const { dt, bias } of biasesOf(ladderOf(study, 0.1, 3), 'mean'))
      expect(Math.abs(bias), `dt ${dt}`).toBeLessThan(1e-8);
  });

  it.each([
    ['euler-maruyama', 1],
    ['milstein', 1],
    ['lamperti-heun', 2],
  ] as const)('the scheme: %s has order %d far from the ends', (scheme, order) => {
    // Linear relaxation upwards through a level; for Milstein noise in proportion to x.
    const model =
      scheme === 'milstein'
        ? { model: { drift: '0.3*x', diffusion: '0.4*x' }, domain: [0.05, 3] }
        : { model: { drift: '-x', diffusion: '0.5' }, domain: [-3, 3] };
    const study = passageStudy(
      model,
      scheme === 'milstein' ? { from: 1, to: 2, scheme } : { from: -1, to: 0.5, scheme },
    );
    expectOrder(`far from the ends, ${scheme}`, ladderOf(study, 0.2, LEVELS), 'variance', order);
  });
});

/** The reference's own step, in f64, in place of the chain's. */
const referenceStep =
  (study: Study): OtherStep =>
  (process, dt) => {
    const propose = proposer(makePlan({ ...study, dt }), (x) => x);
    const stepper = stepperOf(process, study.scheme, study.boundary);
    return {
      ...stepper,
      from: (state) => ({
        ...stepper.from(state, dt),
        noise: propose(state, 0).noise,
        propose: (z) => propose(state, z).proposal,
      }),
    };
  };

describe('the reference steps', () => {
  it.each([
    ['euler-maruyama', 1],
    ['lamperti-heun', 1.5], // without the sign of the mirrored drift: 1
  ] as const)('%s towards a mirror with order %d', (scheme, order) => {
    const study = againstTheEnd(scheme, 'reflect');
    const ladder = ladderOf(study, 0.04, LEVELS, referenceStep(study));
    expectOrder(`the reference towards a mirror, ${scheme}`, ladder, 'mean', order);
  });

  it('milstein as its kernel does', () => {
    const study = passageStudy(severity('D'), { from: 0.1, to: 0.8, scheme: 'milstein' });
    const [own, kernel] = [schemeLaw(study, 0.1, referenceStep(study)), schemeLaw(study, 0.1)];
    expect(Math.abs(own.mean / kernel.mean - 1)).toBeLessThan(1e-12);
  });
});
