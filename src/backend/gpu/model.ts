/** Prints a model's program as WGSL. Its numbers are read from a buffer: one source serves every set of parameters, or many at once. */
import type { HeunProgram, ProgramNode, ProgramUnary, StepProgram } from '../../model/program.js';
import { HALF_PI_PARTS, LN2_PARTS } from '../wasm/math.js';
import { COS, EXP, LOG, SIN, TANH } from '../wasm/polynomials.js';

/** Own functions: shaders/functions.wgsl. */
const FUNCTIONS: Readonly<Record<ProgramUnary, (a: string) => string>> = {
  neg: (a) => `-${a}`,
  sqrt: (a) => `root(${a})`,
  abs: (a) => `abs(${a})`,
  exp: (a) => `exponential(${a})`,
  log: (a) => `logarithm(${a})`,
  sin: (a) => `sine(${a})`,
  cos: (a) => `cosine(${a})`,
  tanh: (a) => `hyperbolic_tangent(${a})`,
  sign: (a) => `sign_of(${a})`,
};
const CHOICES = { min: 'least', max: 'greatest' } as const;
const OPERATORS = { add: '+', sub: '-', mul: '*', div: '/' } as const;
const BUILT_IN: ReadonlySet<string> = new Set(['x', 'constant', 'neg', 'abs', ...Object.keys(OPERATORS)]);

/** The files of shaders/ that depend on the model, by name. @param many a batch has many points (shaders/points.wgsl). */
export const modelFiles = (program: StepProgram, many = false): Readonly<Record<string, string>> => ({
  'model.wgsl': printModel(program, many),
  'polynomials.wgsl': printPolynomials(),
  ...(many ? { 'point.wgsl': '// #include "points.wgsl"' } : {}),
});

type Constant = Extract<ProgramNode, { op: 'constant' }>;
/** How a shader reads a number of the model. */
type Read = (constant: Constant) => string;

/** The text of model.wgsl: drift(x), noise(x), correction(x) and inner_position(y). */
export function printModel({ constants, drift, noise, correction, heun }: StepProgram, many: boolean): string {
  const fromMemory = many ? fromTable : fromUniform;
  const entries = Math.max(1, Math.ceil(constants.length / 4));
  const ofStep = nodesOf([drift, noise, ...(correction ? [correction] : [])]);
  const all = [...ofStep, ...nodesOf(heun ? [heun.position] : [])];
  return [
    ...(all.every(({ op }) => BUILT_IN.has(op)) ? [] : ['// #include "functions.wgsl"']),
    '// #include "point.wgsl"',
    ...(many ? [] : [`@group(0) @binding(2) var<uniform> constants: array<vec4f, ${entries}>;`]),
    printStruct([...ofStep].filter(isConstant), heun, fromMemory),
    printFunction('drift(x: f32, m: Model)', drift, fromModel),
    printFunction('noise(x: f32, m: Model)', noise, fromModel),
    correction === null
      ? 'fn correction(x: f32, m: Model) -> f32 {\n  return 0.0;\n}'
      : printFunction('correction(x: f32, m: Model)', correction, fromModel),
    // Once in many steps: its numbers would only take the place of those that every step needs.
    heun === null
      ? 'fn inner_position(x: f32) -> f32 {\n  return x;\n}'
      : printFunction('inner_position(x: f32)', heun.position, fromMemory),
  ].join('\n\n');
}

/** The numbers that a step needs, loaded once before the steps: some drivers check every read of a buffer. */
function printStruct(constants: readonly Constant[], heun: HeunProgram | null, fromMemory: Read): string {
  const slope = (node: ProgramNode | undefined) => (node && isConstant(node) ? fromMemory(node) : '0.0');
  const members = [
    ['lower', 'lower_end()'],
    ['upper', 'upper_end()'],
    ['slope_lower', slope(heun?.slopeLower)],
    ['slope_upper', slope(heun?.slopeUpper)],
    ...constants.map((node) => [`c${node.index}`, fromMemory(node)]),
  ];
  return `struct Model {
  ${members.map(([name]) => `${name}: f32,`).join('\n  ')}
}

fn load_model() -> Model {
  return Model(${members.map(([, value]) => value).join(', ')});
}`;
}

const isConstant = (node: ProgramNode): node is Constant => node.op === 'constant';

const fromModel = ({ index }: Constant): string => `m.c${index}`;
const fromUniform = ({ index }: Constant): string => `constants[${index >> 2}].${'xyzw'[index & 3]}`;
const fromTable = ({ index }: Constant): string => `points[point].constants[${index}]`;

/** Every node of the terms, once. */
function nodesOf(roots: readonly ProgramNode[]): ReadonlySet<ProgramNode> {
  const seen = new Set<ProgramNode>();
  const visit = (node: ProgramNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if ('a' in node) visit(node.a);
    if ('b' in node) visit(node.b);
  };
  roots.forEach(visit);
  return seen;
}

/** What functions.wgsl computes with: the same numbers as the wasm backend. */
function printPolynomials(): string {
  return [
    printParts('LN2', LN2_PARTS),
    printParts('HALF_PI', HALF_PI_PARTS),
    printPolynomial('exp_polynomial', EXP),
    printPolynomial('log_polynomial', LOG),
    printPolynomial('sin_polynomial', SIN),
    printPolynomial('cos_polynomial', COS),
    printPolynomial('tanh_polynomial', TANH),
  ].join('\n\n');
}

/** The nearest f32, written out. */
const literal = (value: number): string => `f32(${Math.fround(value)})`;

const printParts = (name: string, parts: readonly number[]): string =>
  `const ${name} = array(${parts.map(literal).join(', ')});`;

/** Σ cᵢ tⁱ by Horner's rule. */
function printPolynomial(name: string, coefficients: readonly number[]): string {
  const sum = coefficients.map(literal).reduceRight((inner, c) => `fma(${inner}, t, ${c})`);
  return `fn ${name}(t: f32) -> f32 {\n  return ${sum};\n}`;
}

function printFunction(signature: string, root: ProgramNode, read: Read): string {
  const lines: string[] = [];
  const names = new Map<ProgramNode, string>();
  const nameOf = (node: ProgramNode): string => {
    if (node.op === 'x') return 'x';
    if (node.op === 'constant') return read(node);
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
  return [`fn ${signature} -> f32 {`, ...lines, `  return ${result};`, '}'].join('\n');
}

/** One operation on named operands; a sum with a product becomes fma. */
function printOperation(node: Exclude<ProgramNode, { op: 'x' | 'constant' }>, nameOf: (node: ProgramNode) => string) {
  if (!('b' in node)) return FUNCTIONS[node.op](nameOf(node.a));
  const { op, a, b } = node;
  if (op === 'add' && a.op === 'mul') return `fma(${nameOf(a.a)}, ${nameOf(a.b)}, ${nameOf(b)})`;
  if (op === 'add' && b.op === 'mul') return `fma(${nameOf(b.a)}, ${nameOf(b.b)}, ${nameOf(a)})`;
  if (op === 'min' || op === 'max') return `${CHOICES[op]}(${nameOf(a)}, ${nameOf(b)})`;
  return `${nameOf(a)} ${OPERATORS[op]} ${nameOf(b)}`;
}
