// The workbench: built from dist/ (what users get) into dist/page, for any host and any sub-path.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: here,
  base: './', // relative URLs: the page works under any path
  cacheDir: fileURLToPath(new URL('../.cache/vite-page', import.meta.url)),
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' }, // the roles of the worker are loaded apart
  build: {
    outDir: fileURLToPath(new URL('../dist/page', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false }, // it would be inline script
    assetsInlineLimit: 0, // the policy has no data: scripts or fonts
    reportCompressedSize: false,
  },
});
