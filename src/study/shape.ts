/** The shape of what a file holds, in our own words: the first place where it is not as it must be. */
import { z } from 'zod';
import { pathText, show, valueAt } from './issues.js';

type Issue = z.core.$ZodIssue;

/** The words after "expected" are the error of each kind. */
export const number = z.number({ error: 'a finite number' });
export const numberOrNull = z.number({ error: 'a finite number or null' }).nullable();
export const text = z.string({ error: 'text' });
export const textOrNull = z.string({ error: 'text or null' }).nullable();
export const truth = z.boolean({ error: 'true or false' });
const WHOLE = { error: 'a whole number ≥ 0' };
/** 0 … 2⁵³ − 1. */
export const whole = z.int(WHOLE).min(0, WHOLE);
const WHOLE_TEXT = { error: 'a whole number as text' };
/** Of any size, as decimal text. */
export const wholeText = z.string(WHOLE_TEXT).regex(/^-?\d+$/, WHOLE_TEXT);
export const list = <T extends z.ZodType>(of: T) => z.array(of, { error: 'a list' });
export const byName = <T extends z.ZodType>(of: T) => z.record(z.string(), of, { error: 'fields' });
/** Fields beside these are as they may be. */
export const fields = <T extends z.ZodRawShape>(shape: T) => z.looseObject(shape, { error: 'fields' });

export type Shape = z.ZodObject;

/** The fields that cannot be left out. */
export const requiredOf = ({ shape }: Shape): string[] =>
  Object.entries(shape).flatMap(([name, of]) => (of instanceof z.ZodOptional ? [] : [name]));

/** `totals.paths: expected a whole number ≥ 0, got -1`; null where everything is as it must be. */
export function faultOf(schema: z.ZodType, value: unknown): string | null {
  const issue = schema.safeParse(value).error?.issues[0];
  if (issue === undefined) return null;
  const { path, message } = innermost(issue);
  return `${pathText(path)}: expected ${message}, got ${show(valueAt(value, path))}`;
}

/** Of several kinds that would do, the one that was followed the furthest tells what is wrong. */
function innermost(issue: Issue): Pick<Issue, 'path' | 'message'> {
  if (issue.code !== 'invalid_union') return issue;
  const found = issue.errors.flatMap(([first]) => (first === undefined ? [] : [innermost(first)]));
  const deepest = found.reduce<(typeof found)[number]>((a, b) => (b.path.length > a.path.length ? b : a), {
    path: [],
    message: issue.message,
  });
  return { ...deepest, path: [...issue.path, ...deepest.path] };
}
