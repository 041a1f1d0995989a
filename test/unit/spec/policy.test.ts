/** Checking a study makes no code from text: a page under a strict policy would report even the attempt. */

import { expect, test, vi } from 'vitest';
import { parseStudy } from '#dist/study/check.js';

test('no call of the Function constructor', () => {
  const spy = vi.fn(() => {
    throw new Error('refused by policy');
  });
  vi.stubGlobal('Function', spy);
  try {
    expect(parseStudy({ model: 'severity' }).paths).toBe(100000); // the documented default
  } finally {
    vi.unstubAllGlobals();
  }
  expect(spy).not.toHaveBeenCalled();
});
