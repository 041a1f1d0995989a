// Faults in a step: the scheme, the ends of the domain, the bridge and the exits.
import { accounts, biasTable, closedForms, edit, fault, milstein, paths, sameBits, unit } from './suites.mjs';

const REFERENCE = 'src/backend/reference';
const WASM = 'src/backend/wasm';

/** @type {import('./suites.mjs').Suite} */
const strolls = {
  project: 'webgpu',
  files: ['test/unit/backend/gpu/simulate.test.ts'],
  only: 'lanes that take path after path',
};

/** @type {import('./suites.mjs').Fault[]} */
export const stepFaults = [
  fault(
    'all',
    'noise σ dt in place of σ √dt',
    edit('src/model/lower.ts', 'builder.scaled(model.diffusion, Math.sqrt(dt),', 'builder.scaled(model.diffusion, dt,'),
    unit('model/lower'),
    closedForms('wasm', 'Brownian motion with drift'),
  ),
  fault(
    'all',
    'drift 2 μ dt',
    edit('src/model/lower.ts', 'builder.scaled(model.drift, dt,', 'builder.scaled(model.drift, 2 * dt,'),
    unit('model/lower'),
    closedForms('wasm', 'Brownian motion with drift'),
  ),
  fault(
    'all',
    'σσ′ of the wrong sign',
    edit(
      'src/model/derive.ts',
      'mul(number(0.5), derive(square(diffusion)))',
      'mul(number(-0.5), derive(square(diffusion)))',
    ),
    unit('model/derive'),
    milstein('wasm'),
  ),
  fault(
    'all',
    'the derivative of a quotient of the wrong sign',
    edit(
      'src/model/derive.ts',
      'div(sub(mul(da, b), mul(a, db)), mul(b, b))',
      'div(sub(mul(a, db), mul(da, b)), mul(b, b))',
    ),
    unit('model/derive'),
  ),
  fault(
    'reference',
    'the Milstein term of the wrong sign',
    edit(
      `${REFERENCE}/scheme.ts`,
      'increment = round(increment + round(correction',
      'increment = round(increment - round(correction',
    ),
    milstein('reference f32'),
  ),
  fault(
    'wasm',
    'the Milstein term of the wrong sign',
    edit(`${WASM}/step.ts`, 'g.add(plain, g.mul(correction', 'g.sub(plain, g.mul(correction'),
    milstein('wasm'),
  ),
  fault(
    'webgpu',
    'the Milstein term of the wrong sign',
    edit('shaders/scheme.wgsl', 'z * z - 1.0', '1.0 - z * z'),
    milstein('webgpu'),
  ),
  fault(
    'reference',
    'clamped where it mirrors',
    edit(`${REFERENCE}/boundary.ts`, 'Math.max(x, round(2 * lower - x))', 'Math.max(x, round(lower))'),
    unit('backend/reference/boundary'),
    paths('wasm', 'set A, reflect'),
  ),
  fault(
    'wasm',
    'clamped where it mirrors',
    edit(`${WASM}/step.ts`, 'g.greater(x, g.sub(g.parameter(LOWER_TWICE), x))', 'g.greater(x, g.parameter(LOWER))'),
    paths('wasm', 'mirrors at ends that are not 0'),
  ),
  fault(
    'wasm',
    'clamped where it mirrors at 0',
    edit(`${WASM}/step.ts`, 'g.and(x, g.bits(~SIGN))', 'g.greater(x, g.bits(0))'),
    paths('wasm', 'set A, reflect'),
    biasTable('wasm', 'set A, dt 0.05'),
  ),
  fault(
    'webgpu',
    'clamped where it mirrors',
    edit('shaders/boundary.wgsl', 'mirrored = larger(y, 2.0 * m.lower - y);', 'mirrored = max(y, m.lower);'),
    paths('webgpu', 'mirrors at ends that are not 0'),
  ),
  fault(
    'webgpu',
    'clamped where it mirrors at 0',
    edit('shaders/boundary.wgsl', 'mirrored = abs(y);', 'mirrored = max(y, 0.0);'),
    paths('webgpu', 'set A, reflect'),
  ),
  fault(
    'webgpu',
    'the larger of two by the device’s own function is the first',
    edit('shaders/boundary.wgsl', 'most = max(a, b);', 'most = a;'),
    sameBits('webgpu', 'gives the same bits with .*own max and min'),
  ),
  fault(
    'webgpu',
    'the smaller of two by the device’s own function is the first',
    edit('shaders/boundary.wgsl', 'least = min(a, b);', 'least = a;'),
    sameBits('webgpu', 'gives the same bits with .*own max and min'),
  ),
  fault(
    'reference',
    'an overshoot of many widths is clamped',
    edit(
      `${REFERENCE}/boundary.ts`,
      'x = foldFar(proposal, lower, upper, round)',
      'x = 0 * foldFar(proposal, lower, upper, round) + lower',
    ),
    unit('backend/reference/boundary'),
  ),
  fault(
    'wasm',
    'an overshoot of many widths is clamped',
    edit(
      `${WASM}/replay.ts`,
      'foldFar(g, g.local(r.proposal)), g',
      'g.lesser(g.parameter(LOWER), foldFar(g, g.local(r.proposal))), g',
    ),
    paths('wasm', 'dt 1 and strong noise'),
  ),
  fault(
    'webgpu',
    'an overshoot of many widths is clamped',
    edit('shaders/boundary.wgsl', 'y = fold_far(proposal, m);', 'y = m.lower;'),
    paths('webgpu', 'dt 1 and strong noise'),
  ),
  fault(
    'reference',
    'the bridge without its factor 2',
    edit(`${REFERENCE}/monitor.ts`, 'round(-2 * n)', 'round(-1 * n)'),
    unit('backend/reference/monitor'),
    paths('wasm', 'a bridge threshold'),
  ),
  fault(
    'wasm',
    'the bridge without its factor 2',
    edit(`${WASM}/step.ts`, 'g.mul(g.f32(-2), n)', 'g.mul(g.f32(-1), n)'),
    paths('wasm', 'a bridge threshold'),
    closedForms('wasm', 'Brownian motion with drift'),
  ),
  fault(
    'webgpu',
    'the bridge without its factor 2',
    edit('shaders/monitor.wgsl', 'exp(-2.0 * n / v)', 'exp(-1.0 * n / v)'),
    paths('webgpu', 'a bridge threshold'),
  ),
  fault(
    'reference',
    'no cut-off of rare crossings',
    edit(`${REFERENCE}/monitor.ts`, 'if (n >= round(cutoff * v)) return 0;', 'if (v === 0) return 0 * cutoff;'),
    unit('backend/reference/monitor'),
  ),
  fault(
    'wasm',
    'crossings cut off too early',
    edit(`${WASM}/step.ts`, 'const CUTOFF = 9;', 'const CUTOFF = 1;'),
    paths('wasm', 'a bridge threshold'),
  ),
  fault(
    'webgpu',
    'crossings cut off too early',
    edit('shaders/monitor.wgsl', 'const CUTOFF = 9.0;', 'const CUTOFF = 1.0;'),
    paths('webgpu', 'a bridge threshold'),
  ),
  fault(
    'wasm',
    'near a threshold, steps are taken without looking',
    edit(`${WASM}/march.ts`, '1.0033 * Math.sqrt(cutoffOf(shape))', '0.336 * Math.sqrt(cutoffOf(shape))'),
    unit('backend/wasm/backend'),
  ),
  fault(
    'wasm',
    'a state mirrored beyond a threshold on the other side goes unseen',
    edit(
      `${WASM}/march.ts`,
      `    if (mirrorLow && watched.low) x = reflectLow(g, shape, x);
    if (watched.high) highest = highest ? g.greater(x, highest) : x;
`,
      `    if (watched.high) highest = highest ? g.greater(x, highest) : x;
    if (mirrorLow && watched.low) x = reflectLow(g, shape, x);
`,
    ),
    unit('backend/wasm/backend'),
    paths('wasm', 'mirrored beyond a threshold on the other side'),
  ),
  fault(
    'wasm',
    'a state mirrored below a threshold on the other side goes unseen',
    edit(`${WASM}/march.ts`, 'if (lowest) lowest = g.lesser(x, lowest);\n    }', '}'),
    unit('backend/wasm/backend'),
  ),
  fault(
    'wasm',
    'lanes that wait for the exact step have moved on',
    edit(
      `${WASM}/march.ts`,
      "hold(next, disturbed, carried['x']! + at);",
      "if (at < 0) hold(next, disturbed, carried['x']!);",
    ),
    unit('backend/wasm/backend'),
  ),
  fault(
    'wasm',
    'a list is filled up with a lane that lives',
    edit(`${WASM}/replay.ts`, 'f.i32(NO_LANE);', 'f.i32(0 * NO_LANE);'),
    unit('backend/wasm/backend'),
  ),
  fault(
    'webgpu',
    'a lane takes its next path for one that has ended',
    edit('shaders/stroll.wgsl', 'walker.end = 0u;', ''),
    strolls,
  ),
  fault(
    'webgpu',
    'a lane goes on with the barriers of its last path',
    edit('shaders/stroll.wgsl', 'way = way_of_walker();', 'way.x = walker.x;'),
    strolls,
  ),
  fault(
    'webgpu',
    'the last hit of a block in place of the first',
    edit('shaders/four.wgsl', 'hit == 0u && is_met', 'is_met'),
    strolls,
  ),
  fault('webgpu', 'a path goes on after its hit', edit('shaders/four.wgsl', 'x, hit != 0u);', 'x, false);'), strolls),
  fault(
    'webgpu',
    'the crossings of a block are forgotten',
    edit('shaders/four.wgsl', 'walker.q[0] = bridged.q;', ''),
    strolls,
  ),
  fault(
    'webgpu',
    'what a batch of lanes saves at the start is left out',
    edit('src/backend/gpu/batch.ts', 'new Schedule(this.#plan).take(0, MAX_WORK)', "[{ kind: 'begin' }]"),
    strolls,
  ),
  fault(
    'webgpu',
    'a batch is over before its last save time',
    edit('src/backend/gpu/batch.ts', 'alive === 0 && step >= lastSave', 'alive === 0 && step >= Math.min(0, lastSave)'),
    { project: 'webgpu', files: ['test/unit/backend/gpu/simulate.test.ts'], only: 'not over before' },
  ),
  fault(
    'webgpu',
    'what a lane has taken but not begun is lost with the dispatch',
    edit('shaders/stroll.wgsl', 'slot = last + 1u;', 'slot = 0u;'),
    {
      project: 'webgpu',
      files: ['test/unit/backend/gpu/simulate.test.ts'],
      only: 'lose none of the four paths',
    },
  ),
  fault(
    'webgpu',
    'vectors of two widths share a cache of shaders',
    edit('src/backend/gpu/lavapipe.ts', "MESA_SHADER_CACHE_DISABLE: 'true'", "MESA_SHADER_CACHE_DISABLE: 'false'"),
    { project: 'webgpu', files: ['test/unit/backend/gpu/lavapipe.test.ts'], only: 'no place for one' },
  ),
  fault(
    'webgpu',
    'lanes are told to take none of 2 ** 32 quads',
    edit('src/backend/gpu/schedule.ts', 'const LARGEST = 2 ** 32 - 1;', 'const LARGEST = 2 ** 53;'),
    { project: 'webgpu', files: ['test/unit/backend/gpu/schedule.test.ts'], only: 'never more than a dispatch' },
  ),
  fault(
    'webgpu',
    'watched paths rush past their barriers',
    edit('shaders/rush-watched.wgsl', 'is_near(four, m) && is_calm(four, high, low)', 'is_near(four, m)'),
    paths('webgpu', 'a bridge threshold'),
  ),
  fault(
    'webgpu',
    'nobody counts the paths that rushed to the last step',
    edit('shaders/rush-watched.wgsl', 'params.last == params.steps || ', ''),
    accounts('webgpu', 'sums over blocks'),
  ),
  fault(
    'webgpu',
    'paths that wait for a save alone go on after it',
    edit('shaders/rush-watched.wgsl', ' && params.last >= params.last_save', ' && params.last > params.steps'),
    { project: 'webgpu', files: ['test/unit/backend/gpu/simulate.test.ts'], only: 'with the last save' },
  ),
  fault(
    'webgpu',
    'paths that were disturbed once are followed twice',
    edit('shaders/survivors.wgsl', '    counts[COUNT_DISTURBED] = 0u;\n', ''),
    accounts('webgpu', 'sums over blocks'),
  ),
  fault(
    'webgpu',
    'lanes that take path after path keep no ends',
    edit('src/backend/gpu/batch.ts', 'keeps: this.#keepsState', 'keeps: !this.#keepsState'),
    {
      project: 'webgpu',
      files: ['test/unit/backend/gpu/simulate.test.ts'],
      only: 'end every path as listed survivors do',
    },
  ),
  fault(
    'webgpu',
    'a lane sets out with one threshold of many',
    edit('shaders/stroll.wgsl', 'THRESHOLDS != 1u || ABSORBS', 'THRESHOLDS == 0u'),
    {
      project: 'webgpu',
      files: ['test/unit/backend/gpu/simulate.test.ts'],
      only: 'end every path as listed survivors do',
    },
  ),
  fault(
    'webgpu',
    'the clock decides where a dispatch of watched paths ends',
    edit('src/backend/gpu/schedule.ts', 'grid === null ?', 'grid !== 0 ?'),
    { project: 'webgpu', files: ['test/unit/backend/gpu/schedule.test.ts'], only: 'on the grid and at saves' },
  ),
  fault(
    'webgpu',
    'a watched path leaves its position behind',
    edit('shaders/rush-watched.wgsl', 'store_state(slot, x);', 'store(FIELD_X, slot, x);'),
    { project: 'webgpu', files: ['test/unit/backend/gpu/simulate.test.ts'], only: 'saves where a watched path is' },
  ),
  fault(
    'webgpu',
    'lavapipe is told when it is loaded already',
    edit(
      'src/backend/gpu/adapter.ts',
      '  tellLavapipe();\n  try {\n    return await import(/* @vite-ignore */ name);',
      '  try {\n    const dawn = await import(/* @vite-ignore */ name);\n    tellLavapipe();\n    return dawn;',
    ),
    { project: 'webgpu', files: ['test/unit/backend/gpu/lavapipe.test.ts'], only: 'before Dawn is loaded' },
  ),
  fault(
    'webgpu',
    'the thread is awake while the device works',
    edit('src/backend/gpu/device.ts', '#dozes = usesDawn()', '#dozes = !usesDawn()'),
    { project: 'webgpu', files: ['test/unit/backend/gpu/doze.test.ts'], only: 'while its device works' },
  ),
  fault(
    'webgpu',
    'naps go on when nothing is awaited',
    edit('src/backend/gpu/doze.ts', 'goesOn = waits > 0;', 'goesOn = waits >= 0;'),
    { project: 'webgpu', files: ['test/unit/backend/gpu/doze.test.ts'], only: 'ends with the last wait' },
  ),
  fault(
    'wasm',
    'the exact step is for lanes of another vector',
    edit(
      `${WASM}/march.ts`,
      'f.v128Load(LANE_OFFSETS + v * VECTOR_BYTES);',
      'f.v128Load(LANE_OFFSETS + (v & 2) * VECTOR_BYTES);',
    ),
    unit('backend/wasm/backend'),
  ),
  fault(
    'wasm',
    'the exact step takes the same normal four times',
    edit(
      `${WASM}/replay.ts`,
      '  f.get(within);\n  f.i32(second - first);',
      '  f.get(within);\n  f.i32(0 * (second - first));',
    ),
    unit('backend/wasm/backend'),
  ),
  fault(
    'webgpu',
    'near a threshold, steps are taken without looking',
    edit('shaders/monitor.wgsl', 'const CALM_DISTANCE = 3.0001;', 'const CALM_DISTANCE = 0.5;'),
    paths('webgpu', 'a bridge threshold'),
  ),
  fault(
    'all',
    'the grid where the bridge is asked for',
    edit('src/plan/make.ts', "bridge: monitor === 'bridge'", "bridge: monitor !== 'bridge'"),
    biasTable('wasm', 'set B, dt 0.4'),
  ),
  fault(
    'reference',
    'exits by the wrong side',
    edit(`${REFERENCE}/simulate.ts`, 'lowerWins ? FATE_LOWER : FATE_UPPER', 'lowerWins ? FATE_UPPER : FATE_LOWER'),
    paths('wasm', 'two absorbing ends'),
  ),
  fault(
    'wasm',
    'exits by the wrong side',
    edit(
      `${WASM}/events.ts`,
      "g.op('f32x4.lt', g.mul(r.carried(g, 'exit side')",
      "g.op('f32x4.ge', g.mul(r.carried(g, 'exit side')",
    ),
    paths('wasm', 'two absorbing ends'),
    closedForms('wasm', 'Brownian motion leaves'),
  ),
  fault(
    'webgpu',
    'exits by the wrong side',
    edit('shaders/careful.wgsl', 'select(UPPER, LOWER, p_upper', 'select(LOWER, UPPER, p_upper'),
    paths('webgpu', 'two absorbing ends'),
    closedForms('webgpu', 'Brownian motion leaves'),
  ),
  fault(
    'reference',
    'a threshold before an absorbing end takes its crossings for granted',
    edit(`${REFERENCE}/simulate.ts`, 'if (p > 0 && exitBridge && (', 'if (p > 1 && exitBridge && ('),
    paths('wasm', 'absorbing ends, thresholds near and at them'),
  ),
  fault(
    'wasm',
    'a threshold before an absorbing end takes its crossings for granted',
    edit(`${WASM}/events.ts`, 'exits ? givenNoExit', 'exits && j < 0 ? givenNoExit'),
    paths('wasm', 'absorbing ends, thresholds near and at them'),
  ),
  fault(
    'wasm',
    'a kernel that was slower on trial is kept',
    edit(`${WASM}/chooser.ts`, 'const WORTH = 0.97;', 'const WORTH = 9;'),
    unit('backend/wasm/chooser'),
  ),
  fault(
    'wasm',
    'the kernel for crowded cores has another generator',
    edit(
      `${WASM}/kernels.ts`,
      'shapeOf(plan, crowdedCut(plan.rng))',
      "shapeOf({ ...plan, rng: 'philox4x32-7' }, crowdedCut(plan.rng))",
    ),
    unit('backend/wasm/backend'),
  ),
  fault(
    'wasm',
    'no worker gets a second kernel',
    edit(`${WASM}/kernels.ts`, 'usage.other = other;', 'usage.other = other && null;'),
    unit('backend/wasm/backend'),
  ),
  fault(
    'wasm',
    'blocks of one plan are compared with those of another',
    edit(
      `${WASM}/chooser.ts`,
      'if (series === this.#series) return;',
      'if (series === this.#series || series > 0) return;',
    ),
    unit('backend/wasm/chooser'),
  ),
  fault(
    'wasm',
    'the exponential of the bridge is off by two parts in a million',
    edit(
      `${WASM}/math.ts`,
      "return g.op('i32x4.add', expMantissa(g, x, k)",
      "return g.op('i32x4.add', g.add(expMantissa(g, x, k), g.f32(2e-6))",
    ),
    unit('backend/wasm/math'),
  ),
  fault(
    'wasm',
    'crossings of another size',
    edit(`${WASM}/math.ts`, 'rounded, 23)', 'rounded, 22)'),
    unit('backend/wasm/backend'),
  ),
  fault(
    'wasm',
    'a lane that has ended goes on hitting its thresholds',
    edit(`${WASM}/events.ts`, "g.and(g.local(r.live), g.op('i32x4.eq'", "g.or(g.bits(0), g.op('i32x4.eq'"),
    unit('backend/wasm/backend'),
  ),
  fault(
    'webgpu',
    'a threshold before an absorbing end takes its crossings for granted',
    edit('shaders/careful.wgsl', 'if (EXIT_BRIDGE) {\n    if (is_up(j)', 'if (false) {\n    if (is_up(j)'),
    paths('webgpu', 'absorbing ends, thresholds near and at them'),
  ),
];
