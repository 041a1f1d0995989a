/** The same numbers as a table: what the map shows, for those who do not see it, or want to read it off. */
import { useState } from 'preact/hooks';
import { formatNumber } from '#dist/report/number.js';
import { axes, cells } from '../../state/sweep.js';
import { estimateText, exactText } from './point.js';
import { field, openPoint, outputAt } from './view.js';

const MOST_CELLS = 2500; // more of them would hold up the page, and nobody reads them

export function DataTable({ title }: { readonly title: string }) {
  const [isOpen, setOpen] = useState(false);
  const [first, second] = axes.value;
  if (first === undefined) return null;
  const ny = second?.values.length ?? 1;
  const rows = Math.min(first.values.length, Math.max(1, Math.floor(MOST_CELLS / ny)));
  return (
    <details class="section data-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>Table</h2>
      </summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keyboard
        <section class="table-scroll" tabIndex={0} aria-label={title}>
          <table>
            <caption>
              {title}
              {rows < first.values.length &&
                `; the first ${rows} of ${first.values.length} rows, all of them are in the download`}
            </caption>
            <thead>
              <tr>
                <th scope="col">{second ? `${first.name} \\ ${second.name}` : first.name}</th>
                {second ? (
                  second.values.map((value) => (
                    <th scope="col" key={value}>
                      {formatNumber(value)}
                    </th>
                  ))
                ) : (
                  <th scope="col">{title}</th>
                )}
              </tr>
            </thead>
            <tbody>
              {first.values.slice(0, rows).map((value, i) => (
                <tr key={value}>
                  <th scope="row">{formatNumber(value)}</th>
                  {Array.from({ length: ny }, (_, j) => (
                    <td key={j}>
                      <button
                        type="button"
                        class="plain"
                        aria-label={`${cellText(i * ny + j)}: open ${first.name} ${formatNumber(value)}${second ? `, ${second.name} ${formatNumber(second.values[j]!)}` : ''} in Explore`}
                        onClick={() => openPoint(i * ny + j)}
                      >
                        {cellText(i * ny + j)}
                      </button>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}

function cellText(index: number): string {
  const found = outputAt(cells.value[index]);
  if (found === undefined) return '…';
  if (field.value === 'value') return estimateText(found);
  if (field.value === 'exact') return exactText(found);
  const value = found[field.value];
  return value === null ? '–' : formatNumber(Number(value.toPrecision(3)));
}
