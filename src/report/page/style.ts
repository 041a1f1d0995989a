/** The style sheet of a page: light and dark by the reader's choice, one column on a phone, ink on paper in print. */
import { cssVariables } from '../plot/palette.js';

export const STYLE = `
:root { ${cssVariables('light')} --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", sans-serif; --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
@media (prefers-color-scheme: dark) { :root { ${cssVariables('dark')} } }
@media print { :root { ${cssVariables('light')} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 68rem; padding: 2.5rem 1.5rem 4rem; background: var(--fp-paper); color: var(--fp-ink); font: 400 1.0625rem/1.6 var(--sans); overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.2; font-weight: 650; text-wrap: balance; letter-spacing: -0.012em; }
h1 { font-size: clamp(1.75rem, 4.5vw, 2.5rem); margin: 0; }
h2 { font-size: 1.45rem; margin: 3.25rem 0 1rem; padding-top: 1.1rem; border-top: 1px solid var(--fp-grid); }
h3 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
p, ul { max-width: 44rem; margin: 0 0 1rem; text-wrap: pretty; }
ul { padding-left: 1.2rem; }
a { color: var(--fp-estimate); text-decoration-thickness: 1px; text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--fp-estimate); outline-offset: 2px; }
.kicker { margin: 0 0 0.4rem; color: var(--fp-muted); font-size: 0.85rem; letter-spacing: 0.04em; text-transform: uppercase; }
.lede { margin: 0.9rem 0 0; font-size: 1.2rem; line-height: 1.5; }
nav { margin-top: 1.6rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.3rem; max-width: none; margin: 0; padding: 0; list-style: none; font-size: 0.95rem; }
nav a { display: inline-block; padding: 0.2rem 0; }
.headlines { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18.5rem), 1fr)); gap: 1rem; margin: 0 0 1.5rem; }
.headlines > div { padding: 1rem 1.15rem; background: var(--fp-panel); border-radius: 0.5rem; }
.headlines dt { color: var(--fp-muted); font-size: 0.92rem; line-height: 1.35; }
.headlines dd { margin: 0; }
.headlines .value { margin: 0.15rem 0 0.3rem; font-size: 1.6rem; line-height: 1.25; font-weight: 600; letter-spacing: -0.015em; font-variant-numeric: tabular-nums; }
.headlines .error { font-size: 0.68em; font-weight: 450; color: var(--fp-muted); letter-spacing: 0; white-space: nowrap; }
.headlines .note { font-size: 0.92rem; line-height: 1.45; }
.good { color: var(--fp-good); font-weight: 600; }
.bad { color: var(--fp-bad); font-weight: 600; }
.notice { padding: 0.7rem 1rem; border-left: 3px solid var(--fp-muted); background: var(--fp-panel); border-radius: 0 0.4rem 0.4rem 0; }
.notice.warning { border-left-color: var(--fp-bad); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: 2rem 2.25rem; margin: 1.25rem 0 2rem; align-items: start; }
figure { margin: 0; min-width: 0; max-width: 40rem; }
figure > svg { display: block; width: 100%; height: auto; overflow: visible; font-family: var(--sans); }
.figure-title { margin: 0 0 0.25rem; font-weight: 600; font-size: 1rem; }
figcaption { margin-top: 0.35rem; color: var(--fp-muted); font-size: 0.9rem; line-height: 1.45; text-wrap: pretty; }
details { margin: 0.5rem 0 1rem; font-size: 0.95rem; }
figure details { margin-bottom: 0; font-size: 0.9rem; }
summary { cursor: pointer; width: fit-content; padding: 0.25rem 0; color: var(--fp-estimate); }
.scroll { overflow-x: auto; margin: 0.25rem 0 1.5rem; }
details .scroll { max-height: 24rem; overflow-y: auto; margin-bottom: 0.5rem; }
table { border-collapse: collapse; font-size: 0.92rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--fp-muted); padding: 0 0 0.45rem; }
details caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: 0.32rem 1.5rem 0.32rem 0; text-align: left; vertical-align: top; font-weight: 400; border-bottom: 1px solid var(--fp-grid); }
th:last-child, td:last-child { padding-right: 0.25rem; }
thead th { font-weight: 600; vertical-align: bottom; border-bottom-color: var(--fp-muted); }
.number { text-align: right; white-space: nowrap; }
code, pre { font-family: var(--mono); font-size: 0.88em; }
pre { overflow-x: auto; margin: 0 0 1.25rem; padding: 0.9rem 1.1rem; background: var(--fp-panel); border-radius: 0.4rem; line-height: 1.5; font-size: 0.88rem; }
pre code { font-size: inherit; }
.code-title { margin: 0 0 0.3rem; color: var(--fp-muted); font-size: 0.92rem; }
footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--fp-grid); color: var(--fp-muted); font-size: 0.9rem; }
@media (max-width: 34rem) {
  body { padding: 1.5rem 1rem 3rem; font-size: 1rem; }
  .lede { font-size: 1.08rem; }
  h2 { margin-top: 2.5rem; font-size: 1.3rem; }
  th, td { padding-right: 1rem; }
}
@media print {
  @page { margin: 16mm 15mm; }
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; font-size: 1rem; line-height: 1.45; }
  h1 { font-size: 2rem; } h2 { margin-top: 8mm; }
  nav, details { display: none; }
  .figures { grid-template-columns: 1fr 1fr; gap: 6mm 8mm; }
  .headlines { grid-template-columns: repeat(3, 1fr); gap: 4mm; }
  .headlines > div, pre, .notice { background: none; border: 0.5pt solid var(--fp-grid); }
  figure, tr, .headlines > div, .notice { break-inside: avoid; }
  h2, h3, .figure-title, .code-title { break-after: avoid; }
  pre { white-space: pre-wrap; } .scroll { overflow: visible; }
  th, td { padding-right: 1em; }
  a { color: inherit; text-decoration: none; }
}
`.trim();
