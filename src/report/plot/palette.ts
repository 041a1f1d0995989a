/**
 * Colours of plots and pages, by role: in a page CSS variables (`var(--fp-exact)`), so that one picture serves light, dark and
 * print; in a file of its own the colours themselves. Hues after Okabe and Ito, told apart under every common colour blindness;
 * lines have 3 : 1 and more against the paper, text 4.5 : 1 (a test computes it).
 */

export type Role =
  | 'paper'
  | 'panel'
  | 'ink'
  | 'muted'
  | 'grid'
  | 'estimate'
  | 'exact'
  | 'third'
  | 'fourth'
  | 'fifth'
  | 'good'
  | 'bad';

export type Theme = 'light' | 'dark';

export const PALETTE: Readonly<Record<Theme, Readonly<Record<Role, string>>>> = {
  light: {
    paper: '#ffffff',
    panel: '#f6f7f8',
    ink: '#1d2125',
    muted: '#59626c',
    grid: '#dfe3e7',
    estimate: '#1f6fb4',
    exact: '#bd4a00',
    third: '#00785a',
    fourth: '#9c3f86',
    fifth: '#8a6a00',
    good: '#00704f',
    bad: '#b3261e',
  },
  dark: {
    paper: '#14171a',
    panel: '#1c2024',
    ink: '#e8e9ea',
    muted: '#a7b0b9',
    grid: '#343a41',
    estimate: '#6db3f2',
    exact: '#ff9a56',
    third: '#4fc9a4',
    fourth: '#e09bd0',
    fifth: '#e0bb4a',
    good: '#5fcfa4',
    bad: '#ff8a80',
  },
};

/** Colours of series that have no role of their own, in this order. */
export const SERIES: readonly Role[] = ['estimate', 'exact', 'third', 'fourth', 'fifth', 'muted'];

export const colour = (role: Role): string => `var(--fp-${role})`;

/** `--fp-ink: #1d2125; …`, for a rule of a style sheet. */
export const cssVariables = (theme: Theme): string =>
  Object.entries(PALETTE[theme])
    .map(([role, value]) => `--fp-${role}: ${value};`)
    .join(' ');

/** The text with every variable of the palette replaced by its colour. */
export const withColours = (text: string, theme: Theme): string =>
  text.replace(/var\(--fp-([a-z]+)\)/g, (whole, role: string) => PALETTE[theme][role as Role] ?? whole);
