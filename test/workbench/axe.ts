/** What a screen reader, and whoever sees little, would stumble over: axe on the page as it stands, in every look. */
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright';

/** To be run in a page before its own scripts. */
export const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

/** Each finding as one line, at the width of a desk and of a phone, light and dark; what is wider than the window, too. */
export async function findings(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' }); // no colour on its way to another
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      for (const { id, nodes } of violations)
        for (const { html, any } of nodes)
          found.push(`${size}, ${colorScheme}: ${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (tooWide > 0) found.push(`${size}, ${colorScheme}: ${tooWide} px wider than the window`);
    }
  }
  return found;
}
