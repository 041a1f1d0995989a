import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VERSION } from '#dist/version.js';

it('the version of the code is that of the package', () => {
  expect(VERSION).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
});
