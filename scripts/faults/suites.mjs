// What a planted fault is, and the tests that are to catch it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Tests of one vitest project: files, and of them those whose full name matches `only`.
 * @typedef {{ project: 'node' | 'webgpu', files: string[], only?: string }} Suite
 */

/**
 * @typedef {{ file: string, find: string, put: string, times?: number }} Edit `find` occurs exactly `times` times (default 1).
 * @typedef {{ who: string, what: string, edits: Edit[], caughtBy: Suite[] }} Fault Each suite of `caughtBy` must fail.
 */

/** @param {string} file under test/unit, without .test.ts @returns {Suite} */
export const unit = (file) => ({ project: 'node', files: [`test/unit/${file}.test.ts`] });

/**
 * The tests of one backend in a file that has one suite for all of them. Vitest puts names from a table in quotes.
 * @param {string} who @param {string} file @param {string} title the start of the test's name, as a regular expression
 * @returns {Suite}
 */
const of = (who, file, title) => ({ project: 'webgpu', files: [`test/${file}.test.ts`], only: `\\b${who}'? ${title}` });

/** @param {string} who @param {string} title */
export const random = (who, title) => of(who, 'conform/random', title);
/** @param {string} who @param {string} name of a case */
export const paths = (who, name) => of(who, 'conform/paths', `follows the paths of the reference: ${name}$`);
/** @param {string} who @param {string} title */
export const accounts = (who, title) => of(who, 'conform/accounts', title);
/** @param {string} who @param {string} title */
export const sameBits = (who, title) => of(who, 'conform/same-bits', title);
/** @param {string} who @param {string} title */
export const many = (who, title) => of(who, 'conform/many', title);
/** @param {string} who @param {string} title */
export const closedForms = (who, title) => of(who, 'converge/closed-forms', title);
/** @param {string} who @param {string} title */
export const biasTable = (who, title) => of(who, 'converge/bias-table', title);
/** @param {string} who */
export const milstein = (who) => of(who, 'converge/milstein', 'milstein');
/** @param {string} title @returns {Suite} */
export const order = (title) => ({ project: 'webgpu', files: ['test/converge/order.test.ts'], only: title });
/** @param {string} title @returns {Suite} */
export const randomStudies = (title) => ({
  project: 'webgpu',
  files: ['test/converge/random-studies.test.ts'],
  only: title,
});

/**
 * @param {string} who whose fault: a backend, or "all" where they share the code
 * @param {string} what @param {Edit | Edit[]} edits @param {Suite[]} caughtBy
 * @returns {Fault}
 */
export const fault = (who, what, edits, ...caughtBy) => ({ who, what, edits: [edits].flat(), caughtBy });

/** @param {string} file @param {string} find @param {string} put @param {number} times @returns {Edit} */
export const edit = (file, find, put, times = 1) => ({ file, find, put, times });

/**
 * The text of the edit's file with the fault in it.
 * @param {string} root @param {Edit} edit
 */
export function plant(root, { file, find, put, times = 1 }) {
  const parts = readFileSync(join(root, file), 'utf8').split(find);
  if (parts.length !== times + 1)
    throw new Error(`${file}: expected ${times} × "${find}", got ${parts.length - 1}: bring scripts/faults up to date`);
  return parts.join(put);
}
