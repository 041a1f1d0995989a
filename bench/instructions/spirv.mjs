// Operations per step in a kernel's SPIR-V: what Tint makes of the WGSL, before any driver. No measure of time, but a number
// that is the same on every machine, so that a budget can guard it.

/** Operations by kind. Loads, stores, accesses, bit casts and control flow are left out: drivers keep what they name in registers. */
const KINDS = /** @type {const} */ ([
  ['integer product', /^OpIMul$/],
  ['integer', /^(Op(IAdd|ISub|UDiv|UMod|SNegate|Shift\w+|Bitwise\w+|Not|Bit\w+)|[US]M(ax|in))$/],
  ['float', /^(Op(FMul|FAdd|FSub|FNegate|FDiv|FRem|VectorTimesScalar)|Fma|[FN]M(in|ax)|FAbs|FSign|Floor|Fract)$/],
  ['conversion', /^OpConvert\w+$/],
  ['transcendental', /^(Sqrt|InverseSqrt|Log2?|Exp2?|Sin|Cos|Tanh|Pow)$/],
  ['choice', /^Op(Select|All|Any|Logical\w+|[FUSI](Ord|Unord)?(Less|Greater|Equal|NotEqual)\w*)$/],
]);

/** Nothing that costs an instruction of its own. */
const FREE =
  /^Op(Load|Store|AccessChain|CopyObject|Composite\w+|VectorShuffle|Bitcast|Variable|Label|Branch\w*|Switch|\w+Merge|Return\w*|Unreachable|Phi|FunctionParameter|FunctionCall|ExtInst|Nop|ArrayLength|Line|Kill|FunctionEnd)$/;

/**
 * One turn of the outer loop of the kernel, over its steps.
 * @param {string} text SPIR-V in words
 * @param {{ steps: number }} of one turn
 * @returns {Record<string, number>} by kind, and their `total`
 */
export function operationsPerStep(text, { steps }) {
  const { functions, widths, main } = parse(text);
  /** @type {Record<string, number>} */
  const counts = Object.fromEntries(KINDS.map(([kind]) => [kind, 0]));

  /** @param {readonly Line[]} lines */
  const count = (lines) => {
    for (const { op, operands, result } of lines) {
      if (op === 'OpLoopMerge') throw new Error(`expected no loop inside the loop over steps, got ${result}`);
      if (op === 'OpFunctionCall') count(functions.get(/** @type {string} */ (operands[1])) ?? []);
      else {
        const name = op === 'OpExtInst' ? /** @type {string} */ (operands[2]) : op;
        const [kind] = (FREE.test(name) ? undefined : KINDS.find(([, names]) => names.test(name))) ?? [];
        if (kind !== undefined) counts[kind] = (counts[kind] ?? 0) + (widths.get(operands[0] ?? '') ?? 1) / steps;
        else if (!FREE.test(name))
          throw new Error(`expected an operation that is known to be counted or free, got ${name} (${result})`);
      }
    }
  };

  const body = functions.get(main) ?? [];
  const start = body.findIndex(({ op }) => op === 'OpLoopMerge');
  const end = body.findIndex(({ op, result }) => op === 'OpLabel' && result === body[start]?.operands[0]);
  if (start < 0 || end < 0) throw new Error(`expected a loop in the kernel, got none in ${main}`);
  count(body.slice(start + 1, end));
  return { ...counts, total: Object.values(counts).reduce((sum, n) => sum + n, 0) };
}

/** @typedef {{ readonly op: string, readonly operands: readonly string[], readonly result: string }} Line */

/**
 * Functions by name, the widths of vector types, and the function that the entry point wraps.
 * @param {string} text
 */
function parse(text) {
  /** @type {Map<string, Line[]>} */
  const functions = new Map();
  /** @type {Map<string, number>} */
  const widths = new Map();
  /** @type {Map<string, boolean>} */
  const constants = new Map();
  /** @type {Line[]} */
  let current = [];
  let entry = '';
  for (const raw of text.split('\n')) {
    const match = /^\s*(?:(%\w+) = )?(Op\w+)\s*(.*)$/.exec(raw);
    if (match === null) continue;
    const [, result = '', op = '', rest = ''] = match;
    const line = { op, result, operands: rest.split(/\s+/) };
    if (op === 'OpEntryPoint') entry = line.operands[1] ?? '';
    else if (op === 'OpTypeVector') widths.set(result, Number(line.operands[1]));
    else if (op === 'OpConstantTrue' || op === 'OpConstantFalse') constants.set(result, op === 'OpConstantTrue');
    else if (op === 'OpFunction') {
      current = [];
      functions.set(result, current);
    } else current.push(line);
  }
  const call = functions.get(entry)?.find(({ op }) => op === 'OpFunctionCall');
  const live = new Map([...functions].map(([name, lines]) => [name, withoutDeadBranches(lines, constants)]));
  return { functions: live, widths, main: call?.operands[1] ?? entry };
}

/**
 * Tint leaves a branch on a constant in place, for the driver to drop.
 * @param {readonly Line[]} lines @param {ReadonlyMap<string, boolean>} constants
 * @returns {Line[]}
 */
function withoutDeadBranches(lines, constants) {
  /** @param {string | undefined} label @param {number} from */
  const placeOf = (label, from) =>
    lines.findIndex(({ op, result }, i) => i >= from && op === 'OpLabel' && result === label);
  /** @type {Line[]} */
  const live = [];
  for (let i = 0; i < lines.length; i++) {
    const line = /** @type {Line} */ (lines[i]);
    live.push(line);
    const [condition = '', yes, no] = line.operands;
    const taken = line.op === 'OpBranchConditional' ? constants.get(condition) : undefined;
    if (taken === undefined) continue;
    const merge = [...live].reverse().find(({ op }) => op === 'OpSelectionMerge')?.operands[0];
    const [start, end] = taken
      ? [placeOf(yes, i), no === merge ? placeOf(merge, i) : placeOf(no, i)]
      : no === merge
        ? [placeOf(merge, i), placeOf(merge, i)]
        : [placeOf(no, i), placeOf(merge, i)];
    const block = withoutDeadBranches(lines.slice(start, end), constants);
    live.push(...block);
    if (block.at(-1)?.op === 'OpReturnValue' || block.at(-1)?.op === 'OpReturn') break; // nothing comes after it
    i = placeOf(merge, i) - 1;
  }
  return live;
}
