/** The table of headline numbers. */
import { formatExact, formatResult } from '#dist/report/number.js';
import type { Check, Estimate } from '#dist/result/result.js';
import { NumbersHead } from '../../parts/numbers-head.js';
import { failure, result } from '../../state/engine.js';
import { compared, silence, theory } from '../../state/oracle.js';
import { groupsOf } from './rows.js';
import { saveTime } from './shown.js';

const BIAS_LIMITED = 5; // standard errors, as in the text report
const BESIDE_ONE_PLOT = 2; // groups that are about as high as a plot
const GAUGE = 5; // standard errors at either end of the gauge

export function Numbers() {
  const at = saveTime.value.index;
  const shown = result.value;
  if (shown === null)
    return <p class="empty">{failure.value ? 'No numbers: nothing ran.' : 'The numbers come with the first paths.'}</p>;
  const groups = groupsOf(shown, compared.value, theory.value, at);
  return (
    <table class={`numbers ${groups.length > BESIDE_ONE_PLOT ? 'tall' : ''}`}>
      <caption class="hidden">Estimates with their standard errors, beside the exact values</caption>
      <NumbersHead of="quantity" />
      {groups.map(({ title, rows, beyond }) => (
        <tbody key={title}>
          <tr class="group">
            <th colSpan={4} scope="rowgroup">
              {title}
              {beyond && <small>{beyond}</small>}
            </th>
          </tr>
          {rows.map(({ name, estimate, check, beside }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="estimate">
                {estimate.value === null ? <span title={estimate.reason}>–</span> : formatResult(estimate)}
              </td>
              <td class="exact">
                {check ? (
                  formatExact(check.exact, check.standardError)
                ) : beside === null || estimate.value === null ? (
                  <Missing estimate={estimate} />
                ) : (
                  <span class="faint" title="without a horizon: not compared">
                    {formatExact(beside, estimate.standardError)}
                  </span>
                )}
              </td>
              <td class="off">{check && <Off check={check} />}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Missing({ estimate }: { readonly estimate: Estimate }) {
  const waits = compared.value === null && silence.value === null && estimate.value !== null;
  return <span class="faint">{waits ? '…' : '–'}</span>;
}

/** A needle on a scale of five standard errors to either side, and the same in words. */
function Off({ check }: { readonly check: Check }) {
  const z = check.zCorrected ?? check.z;
  const place = Math.min(GAUGE, Math.max(-GAUGE, z));
  const limited = check.bias !== null && Math.abs(check.bias) > BIAS_LIMITED * check.standardError;
  const size = Math.abs(z).toFixed(1);
  const text = `${z < 0 && Number(size) > 0 ? '−' : ''}${size}`;
  return (
    <span
      class={`gauge ${check.ok ? 'ok' : 'not-ok'}`}
      title={
        limited
          ? `the time step itself shifts this by ${Number(check.bias!.toPrecision(2))}, which is taken off`
          : check.ok
            ? 'agrees with the exact value'
            : 'does not agree with the exact value'
      }
    >
      <svg viewBox="-5.6 -1.2 11.2 2.4" aria-hidden="true">
        <path d="M-5 0H5M-5 -.5V.5M5 -.5V.5M0 -.9V.9" />
        <circle cx={place} cy="0" r="0.55" />
      </svg>
      <span>
        {text} <abbr title="standard errors">SE</abbr>
        {!check.ok && <b> disagrees</b>}
        {limited && <i title="limited by the bias of the time step"> dt</i>}
      </span>
    </span>
  );
}
