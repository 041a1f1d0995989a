/** Prints a model's program as WGSL. Its numbers are read from a buffer: one source serves every set of parameters. */
import type { ProgramNode, ProgramUnary, StepProgram } from '../../model/program.js';

const FUNCTIONS: Readonly<Record<ProgramUnary, (a: string) => string>> = {
  neg: (a) => `-${a}`,
  sqrt: (a) => `root(${a})`,
  abs: (a) => `abs(${a})`,
  exp: (a) => `exp(${a})`,
  log: (a) => `logarithm(${a})`,
  sin: (a) => `sin(${a})`,
  cos: (a) => `cos(${a})`,
  tanh: (a) => `tanh(clamp(${a}, -15.0, 15.0))`, // the device may compute it from exponentials, which overflow
  sign: (a) => `sign(${a})`,
};

const OPERATORS = { add: '+', sub: '-', mul: '*', div: '/' } as const;

/** The text of model.wgsl: drift(x), noise(x), correction(x). */
export function printModel({ constants, drift, noise, correction }: StepProgram): string {
  const entries = Math.max(1, Math.ceil(constants.length / 4));
  return [
    `@group(0) @binding(2) var<uniform> constants: array<vec4f, ${entries}>;`,
    printStruct(constants.length),
    GUARDS,
    printFunction('drift', drift),
    printFunction('noise', noise),
    correction === null
      ? 'fn correction(x: f32, m: Model) -> f32 {\n  return 0.0;\n}'
      : printFunction('correction', correction),
  ].join('\n\n');
}

/** The numbers that a step needs, loaded once before the steps: some drivers check every read of a buffer. */
function printStruct(count: number): string {
  const indices = Array.from({ length: count }, (_, i) => i);
  const members = ['lower: f32,', 'upper: f32,', ...indices.map((i) => `c${i}: f32,`)];
  const values = ['params.lower', 'params.upper', ...indices.map((i) => `constants[${i >> 2}].${'xyzw'[i & 3]}`)];
  return `struct Model {
  ${members.join('\n  ')}
}

fn load_model() -> Model {
  return Model(${values.join(', ')});
}`;
}

// WGSL leaves these undefined for a < 0; the path must fail there, not go on.
const GUARDS = `fn root(a: f32) -> f32 {
  return select(sqrt(max(a, 0.0)), bitcast<f32>(params.not_a_number), a < 0.0);
}

fn logarithm(a: f32) -> f32 {
  if (a > 0.0) {
    return log(a);
  }
  return bitcast<f32>(select(params.not_a_number, params.minus_infinity, a == 0.0));
}`;

function printFunction(name: string, root: ProgramNode): string {
  const lines: string[] = [];
  const names = new Map<ProgramNode, string>();
  const nameOf = (node: ProgramNode): string => {
    if (node.op === 'x') return 'x';
    if (node.op === 'constant') return `m.c${node.index}`;
    let local = names.get(node);
    if (local === undefined) {
      const expression = printOperation(node, nameOf);
      local = `t${names.size}`;
      names.set(node, local);
      lines.push(`  let ${local} = ${expression};`);
    }
    return local;
  };
  const result = nameOf(root);
  return [`fn ${name}(x: f32, m: Model) -> f32 {`, ...lines, `  return ${result};`, '}'].join('\n');
}

/** One operation on named operands; a sum with a product becomes fma. */
function printOperation(node: Exclude<ProgramNode, { op: 'x' | 'constant' }>, nameOf: (node: ProgramNode) => string) {
  if (!('b' in node)) return FUNCTIONS[node.op](nameOf(node.a));
  const { op, a, b } = node;
  if (op === 'add' && a.op === 'mul') return `fma(${nameOf(a.a)}, ${nameOf(a.b)}, ${nameOf(b)})`;
  if (op === 'add' && b.op === 'mul') return `fma(${nameOf(b.a)}, ${nameOf(b.b)}, ${nameOf(a)})`;
  if (op === 'min' || op === 'max') return `${op}(${nameOf(a)}, ${nameOf(b)})`;
  return `${nameOf(a)} ${OPERATORS[op]} ${nameOf(b)}`;
}
