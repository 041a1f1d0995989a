// The workbench: built from dist/ (what users get) into dist/page, for any host and any sub-path.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/**
 * Of packages that the page needs, what it never calls: JSON Schema and messages of zod, LaTeX and big numbers of mathjs,
 * and the generators of seedrandom beside the one that hashes text seeds.
 */
const NEVER_CALLED = [
  /zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/,
  /zod\/v4\/locales\/en\.js$/, // its messages: ours say more
  /mathjs\/lib\/esm\/utils\/(latex|bignumber\/formatter)\.js$/,
];
const NEVER_CALLED_EITHER = /seedrandom\/lib\/\w+\.js$/; // CommonJS
const SHADERS = /shaders\.generated\.js$/;

/**
 * Less to load: functions that are never called become empty ones, and shaders lose their comments (but for the lines that include
 * others) and their indentation.
 * @returns {import('vite').Plugin}
 */
const slim = () => ({
  name: 'slim',
  enforce: 'pre',
  transform(code, id) {
    if (NEVER_CALLED_EITHER.test(id)) return 'module.exports = undefined;';
    if (NEVER_CALLED.some((path) => path.test(id))) {
      const names = [...code.matchAll(/^export (?:function|const|var|let) (\w+)/gm)].map(([, name]) => name);
      if (/^export default/m.test(code)) return 'export default () => undefined;';
      return names.map((name) => `export const ${name} = () => undefined;`).join('\n');
    }
    if (SHADERS.test(id))
      return code.replace(/\\n *(?:\/\/(?! #include)(?:[^"\\]|\\[^n])*)?(?=\\n|")/g, '').replace(/\\n +/g, '\\n');
  },
});

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: here,
  base: './', // relative URLs: the page works under any path
  cacheDir: fileURLToPath(new URL('../.cache/vite-page', import.meta.url)),
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // The other one that it has is for old browsers, and larger.
  resolve: { alias: { 'typed-function': 'typed-function/lib/esm/typed-function.mjs' } },
  plugins: [slim()],
  worker: { format: 'es', plugins: () => [slim()], rolldownOptions: { checks: { pluginTimings: false } } }, // the roles of the worker are loaded apart
  build: {
    outDir: fileURLToPath(new URL('../dist/page', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false }, // it would be inline script
    assetsInlineLimit: 0, // the policy has no data: scripts or fonts
    reportCompressedSize: false,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
