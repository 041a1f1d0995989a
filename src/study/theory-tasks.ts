/** What a worker of theory is asked, and answers: exact values and biases of some points of a sweep. */
import type { Study } from '../spec/study.js';
import { biasesOf, exactOf, type KnownOutputs } from './point-theory.js';

export interface TheoryTask {
  /** What the points share. */
  readonly study: Study;
  readonly points: readonly Readonly<Record<string, number>>[];
  readonly what: 'exact' | 'bias';
  readonly outputs: readonly string[];
}

/** One entry for each point. */
export type TheoryAnswer = readonly KnownOutputs[];

export const answerTheory = ({ study, points, what, outputs }: TheoryTask): TheoryAnswer =>
  points.map((params) => {
    const point = { ...study, params: { ...study.params, ...params } };
    try {
      return what === 'exact' ? exactOf(point, outputs) : biasesOf(point, outputs);
    } catch (error) {
      return Object.fromEntries(outputs.map((name) => [name, { reason: (error as Error).message }]));
    }
  });
