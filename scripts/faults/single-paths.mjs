// Faults where single paths are told and written, and where verdicts are made of numbers.
import { accounts, edit, fault, unit } from './suites.mjs';

/** @type {import('./suites.mjs').Fault[]} */
export const singlePathFaults = [
  fault(
    'wasm',
    'the ends that come along with a tally are those of its first block',
    edit(
      'src/backend/wasm/observers.ts',
      'b.onEnd(ended, count);',
      'if (ended.path[0]! < 4096) b.onEnd(ended, count);',
    ),
    accounts('wasm', 'sums over blocks'),
  ),
  fault(
    'study',
    'every batch of single paths is told as the first',
    edit(
      'src/study/ends.ts',
      'told = { firstPath: first * BLOCK, parts };',
      'told = { firstPath: firstBlock * BLOCK, parts };',
    ),
    unit('study/ends'),
  ),
  fault(
    'study',
    'the run does not wait for whoever writes its paths down',
    edit(
      'src/study/ends.ts',
      'await Promise.all([simulating, tell(told, onEnds)]);',
      'void tell(told, onEnds); await simulating;',
    ),
    unit('study/ends'),
  ),
  fault(
    'report',
    'hits of the bridge are written at the end of their step',
    edit('src/report/times.ts', 'unit * halfSteps(step, midStep)', 'unit * halfSteps(step, false && midStep)'),
    unit('report/times'),
  ),
  fault(
    'report',
    'hits of failed paths are written',
    edit('src/report/times.ts', 'step >= 0 && fate[i] !== FATE_FAILED', 'step >= 0 && fate[i] !== FATE_FAILED + 9'),
    unit('report/times'),
  ),
  fault(
    'report',
    'a Parquet file keeps all of its row groups in memory',
    edit('src/report/parquet.ts', 'bytes.index = 0;', 'bytes.index = bytes.index + 0;'),
    unit('report/parquet'),
  ),
  fault(
    'study',
    'paths that surely say otherwise are not heard',
    edit(
      'src/study/preprint/verdict.ts',
      'byPaths !== null && byPaths !== exactly',
      'byPaths !== null && byPaths === undefined',
    ),
    unit('study/preprint/verdict'),
  ),
  fault(
    'study',
    'a claim holds in part where no part of it does',
    edit('src/study/preprint/verdict.ts', "? 'holds in part' : 'does not hold'", "? 'holds in part' : 'holds in part'"),
    unit('study/preprint/verdict'),
  ),
];
