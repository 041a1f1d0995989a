// Lamperti–Heun without the sign of the mirrored drift: no scheme of ours, kept to show what the sign is worth.
import { lampertiOf, stepperOf } from '#dist/theory/index.js';

/** @type {import('./ladder.mjs').OtherStep} */
export function unsignedHeun(process) {
  const { lower, upper, drift } = lampertiOf(process);
  const signed = stepperOf(process, 'lamperti-heun', { lower: 'reflect', upper: 'reflect' });
  const mirrored = (/** @type {number} */ q) => {
    const y = q < lower ? 2 * lower - q : q;
    return Math.min(Math.max(y > upper ? 2 * upper - y : y, lower), upper);
  };
  return {
    ...signed,
    from(y, dt) {
      const push = drift(y) * dt;
      const noise = Math.sqrt(dt);
      const propose = (/** @type {number} */ z) =>
        y + ((push + drift(mirrored(y + push + noise * z)) * dt) / 2 + noise * z);
      return { ...signed.from(y, dt), propose };
    },
  };
}
