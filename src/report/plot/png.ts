/** SVG → PNG, in Node. The renderer and its font are optional packages: a bare machine has no font at all. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { FirstPassageError } from '../../errors.js';

const RENDERER = '@resvg/resvg-wasm';
const FONT = '@expo-google-fonts/source-sans-3';
const STYLES = ['400Regular/SourceSans3_400Regular.ttf', '600SemiBold/SourceSans3_600SemiBold.ttf'];
const SCALE = 2; // dots per unit: sharp on today's screens

export type ToPng = (svg: string) => Uint8Array;

/** @throws FirstPassageError where the optional packages are not installed. */
export async function pngRenderer(): Promise<ToPng> {
  try {
    const require = createRequire(import.meta.url);
    const read = (path: string) => readFile(require.resolve(path));
    const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
    const fontBuffers = await Promise.all(STYLES.map((style) => read(`${FONT}/${style}`)));
    started ??= initWasm(await read(`${RENDERER}/index_bg.wasm`));
    await started;
    const options = {
      fitTo: { mode: 'zoom', value: SCALE } as const,
      font: { loadSystemFonts: false, fontBuffers, defaultFontFamily: 'Source Sans 3' },
    };
    return (svg) => new Resvg(svg, options).render().asPng();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new FirstPassageError(
      `expected the packages ${RENDERER} and ${FONT}, which write PNG, got none (${message.split('\n')[0]}): npm install ${RENDERER} ${FONT}, or take --format svg`,
    );
  }
}

let started: Promise<void> | undefined; // a second start would throw
