// Faults in the workbench page: what it makes of a link, a study and a press, and what it shows.
import { edit, fault } from './suites.mjs';

/** @param {string} file under test/workbench @param {string} title @returns {import('./suites.mjs').Suite} */
const page = (file, title) => ({ project: 'node', files: [`test/workbench/${file}.test.ts`], only: title });

/** @type {import('./suites.mjs').Fault[]} */
export const workbenchFaults = [
  fault(
    'page',
    'the seed of a link is dropped',
    edit('page/state/link.ts', '? (study as Raw) : OPENING', '? { ...(study as Raw), seed: 0 } : OPENING'),
    page('explore', 'set B'),
  ),
  fault(
    'page',
    'distances from the exact value have the wrong sign',
    edit('page/tabs/explore/numbers.tsx', '= check.zCorrected ?? check.z;', '= -(check.zCorrected ?? check.z);'),
    page('explore', 'set B'),
  ),
  fault(
    'page',
    'the time step of the study is not the one that runs',
    edit(
      'page/state/engine.ts',
      'raw: withoutGrid(draft.peek()), full',
      'raw: { ...withoutGrid(draft.peek()), dt: 0.2 }, full',
    ),
    page('explore', 'set B'),
  ),
  fault(
    'page',
    'stop does not stop',
    edit('page/workers/engine.ts', '      session.stop();', ''),
    page('explore', 'stops with whole blocks'),
  ),
  fault(
    'page',
    'continue adds twice as many paths as it says',
    edit('page/state/engine.ts', 'go(2 * paths)', 'go(3 * paths)'),
    page('explore', 'a run that is done goes on'),
  ),
  fault(
    'page',
    'the place of an error is off by one',
    edit('page/parts/expression-field.tsx', 'Math.max(0, column - 1)', 'Math.max(0, column)'),
    page('explore', 'an expression of one’s own'),
  ),
  fault(
    'page',
    'a point of the map opens the one across the diagonal',
    edit('page/tabs/sweep/map.tsx', '=> i * ny + j;', '=> j * ny + i;'),
    page('sweep', 'stopped and continued'),
  ),
  fault(
    'page',
    'the study saved from Sweep has no grid',
    edit('page/parts/share-bar.tsx', "tab.value === 'sweep' ?", 'tab.value === null ?'),
    page('sweep', 'stopped and continued'),
  ),
  fault(
    'page',
    'a sweep goes on while the device is measured',
    edit('page/state/turns.ts', "(who === 'measurement' || other === 'measurement')", "other === 'measurement'"),
    page('benchmark', 'a measurement stops'),
  ),
  fault(
    'page',
    'the focus is lost with a menu',
    edit('page/parts/menu.tsx', "current.querySelector('summary')!.focus()", 'current.blur()'),
    page('keyboard', 'plots are read'),
  ),
  fault(
    'page',
    'faint text is too faint to read',
    edit('page/style/base.css', '--ink-3: #656c74;', '--ink-3: #a5acb4;'),
    page('access', 'in Explore'),
  ),
];
