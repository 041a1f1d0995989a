/** The faults of `npm run verify` still fit the code they are planted in. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { allFaults } from '../../scripts/faults/all.mjs';
import { plant } from '../../scripts/faults/suites.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('every fault finds the text it replaces', () => {
  const lost = allFaults.flatMap(({ edits }) =>
    edits.flatMap((edit) => {
      try {
        plant(root, edit);
        return [];
      } catch (error) {
        return [String(error)];
      }
    }),
  );
  expect(lost).toEqual([]);
});
