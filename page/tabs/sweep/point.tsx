/** The numbers of one point, each estimate beside its exact value. */
import { formatExact, formatNumber, formatResult } from '#dist/report/number.js';
import type { Estimate } from '#dist/result/result.js';
import type { SweepOutput } from '#dist/result/sweep.js';
import { placeOf } from '#dist/spec/grid.js';
import { MathName } from '../../parts/math.js';
import { NumbersHead } from '../../parts/numbers-head.js';
import { axes, cells, sweepStudy } from '../../state/sweep.js';
import { FIELD_NAMES, outputName } from './names.js';
import { field, looked, openPoint, output, outputAt, show } from './view.js';

const AGREES = 5; // standard errors

export function PointPanel() {
  const at = looked.value;
  const study = sweepStudy.value;
  const point = at === null ? undefined : cells.value[at];
  if (at === null || study === null || at >= cells.value.length)
    return (
      <p class="empty">
        Point at the map, or move over it with the arrow keys, to read a point. A click or Enter opens it in Explore.
      </p>
    );
  const place = placeOf(axes.value, at);
  return (
    <>
      <div class="point-head">
        <h2>
          {axes.value.map(({ name, values }, axis) => (
            <span key={name}>
              <MathName name={name} /> = {formatNumber(values[place[axis]!]!)}
            </span>
          ))}
        </h2>
        <button type="button" onClick={() => openPoint(at)}>
          Open in Explore
        </button>
      </div>
      <table class="numbers point-numbers">
        <caption class="hidden">All outputs at this point</caption>
        <NumbersHead of="output" />
        <tbody>
          {(study.outputs ?? []).map((name) => (
            <OutputRow key={name} name={name} title={outputName(name, study)} found={point?.outputs[name]} />
          ))}
        </tbody>
      </table>
      <Why found={outputAt(point)} />
      {point !== undefined && point.nonFinite > 0 && (
        <p class="warning">{point.nonFinite} paths became infinite here; the estimates are without them.</p>
      )}
    </>
  );
}

/** Why the number that the map shows is missing. */
function Why({ found }: { readonly found: SweepOutput | undefined }) {
  const shown = field.value;
  if (found === undefined || found[shown] !== null) return null;
  const { reasons } = found;
  const reason = reasons[shown] ?? (shown === 'zCorrected' && (reasons['z'] ?? reasons['bias'] ?? reasons['exact']));
  return reason ? <p class="note">{`No ${FIELD_NAMES[shown]} value: ${reason}`}</p> : null;
}

interface RowProps {
  readonly name: string;
  readonly title: string;
  readonly found: SweepOutput | undefined;
}

function OutputRow({ name, title, found }: RowProps) {
  const isTheory = name.startsWith('theory.');
  const z = found?.zCorrected ?? null;
  return (
    <tr class={name === output.value ? 'shown' : ''}>
      <th scope="row">
        <button type="button" class="plain" onClick={() => show('output', name)} title={`Show ${name} on the map`}>
          {title}
        </button>
      </th>
      <td class="estimate">
        {isTheory ? '' : found === undefined ? '…' : <Value text={estimateText(found)} why={found.reasons['value']} />}
      </td>
      <td class="exact">
        {found === undefined ? '…' : <Value text={exactText(found)} why={found.reasons['exact']} />}
      </td>
      <td class="off">
        {z !== null && (
          <span class={Math.abs(z) <= AGREES ? 'agrees' : 'differs'}>
            {z.toFixed(1).replace('-', '−')} <abbr title="standard errors">SE</abbr>
            {Math.abs(z) > AGREES && ' disagrees'}
          </span>
        )}
      </td>
    </tr>
  );
}

const Value = ({ text, why }: { readonly text: string; readonly why: string | undefined }) => (
  <span title={text === '–' ? why : undefined}>
    {text}
    {text === '–' && why !== undefined && <span class="hidden">{why}</span>}
  </span>
);

export const estimateText = ({ value, standardError }: SweepOutput): string =>
  value === null ? '–' : formatResult({ value, standardError: standardError ?? Number.NaN } as Estimate);

/** `…` while it is not known whether there is one. */
export const exactText = ({ exact, standardError, reasons }: SweepOutput): string =>
  exact !== null ? formatExact(exact, standardError ?? 0) : reasons['exact'] === undefined ? '…' : '–';

/** A point in a sentence, of the output that is shown. */
export function pointText(index: number): string {
  const found = outputAt(cells.value[index]);
  const place = placeOf(axes.value, index);
  const where = axes.value.map(({ name, values }, axis) => `${name} ${formatNumber(values[place[axis]!]!)}`).join(', ');
  if (found === undefined || output.value === null) return `${where}: not computed yet`;
  const what = outputName(output.value, sweepStudy.value!);
  const estimate = output.value.startsWith('theory.') ? '' : ` ${estimateText(found)},`;
  return `${where}: ${what}${estimate} exact ${exactText(found)}`;
}
