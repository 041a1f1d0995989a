/** What a user can do about estimates that the time step limits: only what this study allows, and what helps it. */
import type { Check } from '../result/result.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import { isLampertiPossible } from '../study/check-scheme.js';

export function biasRemedy(study: Study, limited: readonly Pick<Check, 'quantity'>[]): string {
  const ofTimes = limited.some(({ quantity }) => !quantity.startsWith('snapshots'));
  // The error of looking at step ends only is of order √dt, whatever the scheme.
  const unbridged = ofTimes && thresholdsOf(study).some(({ monitor }) => monitor !== 'bridge');
  const order = !unbridged && study.scheme !== 'lamperti-heun' && isLampertiPossible(study);
  const remedies = [
    ...(unbridged ? ['monitor: bridge'] : []),
    'a smaller dt',
    ...(order ? ['scheme: lamperti-heun'] : []),
    ...(study.method === 'plain' ? ['a tolerance in place of dt'] : []),
  ];
  return `use ${remedies.length > 1 ? `${remedies.slice(0, -1).join(', ')} or ` : ''}${remedies.at(-1)}`;
}
