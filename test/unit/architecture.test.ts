/** One direction of flow: a stage imports only stages before it, no file itself by way of others, and nothing makes code from text. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const STAGES = ['spec', 'model', 'theory', 'plan', 'backend', 'reduce', 'result', 'study', 'report'];
const EVERYWHERE = new Set(['errors.ts', 'version.ts']); // what any stage may import
const ROOTS = new Set(['index.ts', 'cli', 'bench']); // composition roots: they may import everything, and no stage imports them

const src = fileURLToPath(new URL('../../src', import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => file.endsWith('.ts'));

const stageOf = (file: string) => file.split('/')[0]!;

/** Files of src that a file imports, relative to src. */
function importsOf(file: string, text: string): string[] {
  const specifiers = [
    ...text.matchAll(/\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g),
    ...text.matchAll(/new URL\(\s*['"](\.[^'"]+)['"]/g),
  ];
  return specifiers.map(([, path]) =>
    relative(src, join(src, dirname(file), path!))
      .split(sep)
      .join('/')
      .replace(/\.js$/, '.ts'),
  );
}

/** Why the import is against the flow, or null. */
function againstTheFlow(from: string, to: string): string | null {
  const [a, b] = [stageOf(from), stageOf(to)];
  if (ROOTS.has(a) || a === b || EVERYWHERE.has(b)) return null;
  if (!STAGES.includes(a)) return `${a} is no stage`;
  return STAGES.indexOf(b) !== -1 && STAGES.indexOf(b) < STAGES.indexOf(a) ? null : `${from} imports ${to}`;
}

describe('the flow', () => {
  test.each([
    ['plan/plan.ts', 'spec/study.ts', null],
    ['plan/plan.ts', 'errors.ts', null],
    ['cli/run.ts', 'report/table.ts', null],
    ['spec/study.ts', 'plan/plan.ts', 'spec/study.ts imports plan/plan.ts'],
    ['study/run.ts', 'cli/run.ts', 'study/run.ts imports cli/run.ts'],
    ['study/run.ts', 'index.ts', 'study/run.ts imports index.ts'],
    ['tools/x.ts', 'spec/study.ts', 'tools is no stage'],
  ])('%s → %s: %s', (from, to, expected) => expect(againstTheFlow(from, to)).toBe(expected));

  test('imports of every kind are found', () => {
    const text = `import a from '../spec/a.js';\nimport './b.js';\nexport * from "./c.js";\nawait import('./d.js');\nnew URL('./e.js', import.meta.url)`;
    expect(importsOf('plan/x.ts', text).sort()).toEqual([
      'plan/b.ts',
      'plan/c.ts',
      'plan/d.ts',
      'plan/e.ts',
      'spec/a.ts',
    ]);
  });

  test('holds in src', () => {
    const broken = files.flatMap((file) =>
      importsOf(file, readFileSync(join(src, file), 'utf8')).flatMap((to) => againstTheFlow(file, to) ?? []),
    );
    expect(files.length).toBeGreaterThan(STAGES.length);
    expect(broken).toEqual([]);
  });
});

/** Ways along imports from a file back to itself: at least one where there is any. */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) circles.push([...way.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return circles;
}

describe('circles of imports, of types too', () => {
  test.each([
    [{ a: ['b'], b: ['c'], c: [] }, []],
    [{ a: ['b', 'c'], b: ['c'], c: [] }, []],
    [{ a: ['a'] }, [['a', 'a']]],
    [{ a: ['b'], b: ['c'], c: ['b'] }, [['b', 'c', 'b']]],
  ])('%j', (imports, expected) => expect(circlesOf(new Map(Object.entries(imports)))).toEqual(expected));

  test('there are none in src', () => {
    const imports = new Map(files.map((file) => [file, importsOf(file, readFileSync(join(src, file), 'utf8'))]));
    expect(circlesOf(imports)).toEqual([]);
  });
});

const MAKES_CODE = /\beval\s*\(|\bnew\s+Function\b|\bFunction\s*\(\s*['"`]/;

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');

describe('no code from text: the page runs under a policy that forbids it', () => {
  test.each([
    ['eval("1")', true],
    ['const f = new Function("x", body)', true],
    ['// never `new Function`', false],
    ['/** never eval() */', false],
    ['evaluate(x)', false],
  ])('%s', (text, expected) => expect(MAKES_CODE.test(withoutComments(text))).toBe(expected));

  test('holds in src', () => {
    const makers = files.filter((file) => MAKES_CODE.test(withoutComments(readFileSync(join(src, file), 'utf8'))));
    expect(makers).toEqual([]);
  });
});
