/**
 * A browser in the POSIX locale calls its language `en-US@posix`, of which Intl makes no number format; uPlot asks for one when
 * it is loaded. To be imported before it.
 */
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
}
