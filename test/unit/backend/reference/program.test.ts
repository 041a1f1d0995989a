// Positions of many states at once are those of each, to the bit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionOf, positionsOf } from '#dist/backend/reference/program.js';
import type { ProgramNode } from '#dist/model/program.js';
import type { Plan } from '#dist/plan/plan.js';
import { lampertiPlans } from '../lamperti-plans.js';
import { plans } from '../wasm/plans.js';

const COUNT = 500;
const statesOf = ({ lower, upper }: Plan): Float32Array =>
  Float32Array.from({ length: COUNT + 3 }, (_, i) =>
    i < COUNT ? lower + ((upper - lower) * (i - 10)) / (COUNT - 20) : Number.NaN,
  );

describe.each(Object.entries({ ...lampertiPlans, euler: plans.fixedHorizon }))('%s', (_, plan) => {
  it('positions of many states', () => {
    const states = statesOf(plan);
    const expected = states.map(positionOf(plan, Math.fround));
    const positions = positionsOf(plan, COUNT + 3);
    expect(positions(states, COUNT + 3).subarray(0, COUNT + 3)).toEqual(expected);
    expect(positions(states.subarray(100), 50).subarray(0, 50)).toEqual(expected.subarray(100, 150)); // nothing is left of before
  });
});

it('takes any program, shared terms once', () => {
  const x: ProgramNode = { op: 'x' };
  const node = fc.letrec<{ node: ProgramNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      fc.constant(x),
      fc.nat({ max: 2 }).map((index): ProgramNode => ({ op: 'constant', index })),
      fc
        .tuple(fc.constantFrom('neg', 'sqrt', 'tanh' as const), tie('node'))
        .map(([op, a]): ProgramNode => ({ op: op as 'neg', a })),
      fc
        .tuple(fc.constantFrom('add', 'sub', 'mul', 'div', 'min' as const), tie('node'), tie('node'))
        .map(([op, a, b]): ProgramNode => ({ op: op as 'add', a, b })),
    ),
  })).node;
  const base = Object.values(lampertiPlans)[0]!;
  fc.assert(
    fc.property(node, (position) => {
      const twice: ProgramNode = { op: 'mul', a: position, b: position };
      const program = { ...base.program, constants: [0.1, -2, 3], heun: { ...base.program.heun!, position: twice } };
      const plan: Plan = { ...base, program };
      const states = statesOf(plan);
      expect(positionsOf(plan, COUNT)(states, COUNT)).toEqual(
        states.subarray(0, COUNT).map(positionOf(plan, Math.fround)),
      );
    }),
  );
});
