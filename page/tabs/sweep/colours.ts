/**
 * Colours of a map, told apart with any common colour blindness and in grey: viridis for what grows, PuOr (ColorBrewer) for what
 * has two signs.
 */
const VIRIDIS = '440154 472d7b 3b528b 2c728e 21918c 28ae80 5ec962 addc30 fde725';
const PUOR = '7f3b08 b35806 e08214 fdb863 fee0b6 f7f7f7 d8daeb b2abd2 8073ac 542788 2d004b';
/** The same hues on a dark page, where nothing to see is dark: both ends are bright. */
const PUOR_DARK = 'fee0b6 fdb863 e08214 a85c12 5e3a1c 2b2d33 41396b 6a5da8 8f83c9 b9b1e0 e0dcf5';

const stopsOf = (words: string): number[][] =>
  words.split(' ').map((word) => [0, 2, 4].map((at) => Number.parseInt(word.slice(at, at + 2), 16)));
const STOPS = {
  growing: { light: stopsOf(VIRIDIS), dark: stopsOf(VIRIDIS) },
  signed: { light: stopsOf(PUOR), dark: stopsOf(PUOR_DARK) },
} as const;

/** Of the page. */
export const schemeNow = (): 'light' | 'dark' =>
  document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';

const SPAN = 300; // from least to most: beyond it equal ratios tell more than equal steps
const Z_LIMIT = 4; // standard errors at the ends of the colours

export interface ColourScale {
  readonly kind: 'growing' | 'signed';
  readonly isLog: boolean;
  /** Values at the ends of the colours. */
  readonly limits: readonly [number, number];
}

/** null where there is nothing to colour. */
export function scaleOf(values: readonly number[], field: string): ColourScale | null {
  if (values.length === 0) return null;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (field === 'zCorrected') return { kind: 'signed', isLog: false, limits: [-Z_LIMIT, Z_LIMIT] };
  if (field === 'bias') {
    const reach = Math.max(Math.abs(least), Math.abs(most)) || 1;
    return { kind: 'signed', isLog: false, limits: [-reach, reach] };
  }
  return { kind: 'growing', isLog: least > 0 && most > SPAN * least, limits: [least, most] };
}

/** Where a value stands between the ends, 0 to 1. */
export function shareOf(value: number, { limits: [from, to], isLog }: ColourScale): number {
  if (!(to > from)) return 0.5;
  const share = isLog ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return Math.min(1, Math.max(0, share));
}

/** As CSS. @param share from 0 to 1. */
export function colourAt(share: number, kind: ColourScale['kind'], scheme: 'light' | 'dark'): string {
  const stops = STOPS[kind][scheme];
  const place = share * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(place));
  const [a, b] = [stops[below]!, stops[below + 1]!];
  const parts = a.map((channel, i) => Math.round(channel + (b[i]! - channel) * (place - below)));
  return `rgb(${parts.join(' ')})`;
}
