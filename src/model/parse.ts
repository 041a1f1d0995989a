/** Text → Expression. mathjs reads the grammar; only what is on our whitelist gets through. */

import { closest, distance } from 'fastest-levenshtein';
import { ExpressionError } from '../errors.js';
import {
  type BinaryOp,
  binary,
  type Expression,
  FUNCTIONS,
  number,
  parameter,
  type UnaryOp,
  unary,
  X,
} from './expression.js';
import { type Parsed, parse } from './grammar.js';

const MAX_LENGTH = 2000; // longer text is no formula, and bounds the depth of the tree

const OPERATORS: Readonly<Record<string, BinaryOp>> = {
  add: 'add',
  subtract: 'sub',
  multiply: 'mul',
  divide: 'div',
  pow: 'pow',
};

/**
 * Parse an expression in `x` and the named parameters: + − * / ^, sqrt abs exp log sin cos tanh min max.
 * @throws ExpressionError with the column where it is known.
 */
export function parseExpression(text: string, parameterNames: readonly string[]): Expression {
  if (text.trim() === '')
    throw new ExpressionError('expected an expression in x, got an empty text: write for example "a*x - b*x^3"');
  if (text.length > MAX_LENGTH)
    throw new ExpressionError(`expected at most ${MAX_LENGTH} characters, got ${text.length}: simplify the expression`);
  if (/[#\n;]/.test(text)) {
    const column = text.search(/[#\n;]/) + 1;
    throw new ExpressionError(
      `expected one expression, got ${JSON.stringify(text[column - 1])}: write it on one line without comments`,
      column,
    );
  }
  const power = text.indexOf('**');
  if (power >= 0) throw new ExpressionError('expected ^ for a power, got **: write for example x^2', power + 1);
  const percent = text.indexOf('%');
  if (percent >= 0) {
    // mathjs reads a - 50% as a - a/2.
    throw new ExpressionError(
      'expected only the operators + - * / ^, got "%": write a share as a number, 0.5 for 50%; there is no remainder',
      percent + 1,
    );
  }
  return convert(read(text), { text, names: parameterNames });
}

function read(text: string): Parsed {
  try {
    return parse(text);
  } catch (error) {
    const { message, char } = error as { message: string; char?: number };
    throw new ExpressionError(
      `expected arithmetic in x, got ${JSON.stringify(text)}: ${message.replace(/ \(char \d+\)$/, '')}`,
      char ?? null,
    );
  }
}

interface Context {
  readonly text: string;
  readonly names: readonly string[];
}

function convert(node: Parsed, context: Context): Expression {
  switch (node.type) {
    case 'ParenthesisNode':
      return convert(node.content!, context);
    case 'ConstantNode':
      return convertConstant(node, context);
    case 'SymbolNode':
      return convertSymbol(node.name!, context);
    case 'OperatorNode':
      return convertOperator(node, context);
    case 'FunctionNode':
      return convertCall(node, context);
    default:
      throw refuse(
        context,
        null,
        'expected only arithmetic: + - * / ^ and the functions listed by `firstpassage models`',
      );
  }
}

function convertConstant(node: Parsed, context: Context): Expression {
  if (typeof node.value !== 'number')
    throw refuse(context, String(node.value), `expected a number, got ${JSON.stringify(node.value)}`);
  if (!Number.isFinite(node.value)) throw refuse(context, null, `expected finite numbers, got ${node.value}`);
  return number(node.value);
}

function convertSymbol(name: string, context: Context): Expression {
  if (name === 'x') return X;
  if (context.names.includes(name)) return parameter(name);
  if (Object.hasOwn(FUNCTIONS, name))
    throw refuse(context, name, `expected a call, got the bare function ${name}: write ${name}(…)`);
  throw refuse(
    context,
    name,
    `unknown name "${name}"${suggestion(name, ['x', ...context.names])}: use x, or give "${name}" a value in params`,
  );
}

function convertOperator(node: Parsed, context: Context): Expression {
  const name = typeof node.fn === 'string' ? node.fn : (node.fn?.name ?? '');
  const args = node.args!.map((a) => () => convert(a, context));
  if (name === 'unaryMinus') return unary('neg', args[0]!());
  if (name === 'unaryPlus') return args[0]!();
  const op = OPERATORS[name];
  if (op === undefined || args.length !== 2)
    throw refuse(context, node.op ?? name, `expected only the operators + - * / ^, got "${node.op ?? name}"`);
  if (node.implicit)
    throw refuse(context, null, 'expected a sign between two factors: write the product with *, for example 2*x');
  return binary(op, args[0]!(), args[1]!());
}

function convertCall(node: Parsed, context: Context): Expression {
  const name = typeof node.fn === 'string' ? node.fn : (node.fn?.name ?? '');
  if (name === 'x' || context.names.includes(name))
    throw refuse(context, `${name}(`, `${name} is no function: write the product as ${name}*(…)`);
  const arity = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  const known = Object.keys(FUNCTIONS);
  if (arity === undefined)
    throw refuse(context, name, `unknown function "${name}"${suggestion(name, known)}: use one of ${known.join(' ')}`);
  const args = node.args!;
  if (args.length !== arity)
    throw refuse(context, name, `expected ${arity} argument${arity === 1 ? '' : 's'} of ${name}, got ${args.length}`);
  const [a, b] = args.map((arg) => convert(arg, context));
  return b === undefined ? unary(name as UnaryOp, a!) : binary(name as BinaryOp, a!, b);
}

function refuse({ text }: Context, token: string | null, message: string): ExpressionError {
  const index = token === null ? -1 : text.indexOf(token);
  return new ExpressionError(message, index < 0 ? null : index + 1);
}

/** ` (did you mean "gamma"?)` where a known name is near. */
function suggestion(name: string, known: readonly string[]): string {
  const nearest = closest(name, known);
  return distance(name, nearest) <= Math.max(1, Math.floor(name.length / 3)) ? ` (did you mean "${nearest}"?)` : '';
}
