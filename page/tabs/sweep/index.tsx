/** Sweep: a phase diagram over one or two parameters, filled in while it is computed. */
import '../../style/sweep.css';
import type { Study } from '#dist/spec/study.js';
import { Figure } from '../../plot/figure.js';
import { around, type PlotSeries, type PlotSpec, type Range } from '../../plot/spec.js';
import { axes, cells, sweepProblems, sweepStudy } from '../../state/sweep.js';
import { SweepControls } from './controls.js';
import { MapLegend, PhaseMap } from './map.js';
import { FIELD_NAMES, FIELDS_SHOWN, outputName } from './names.js';
import { PointPanel } from './point.js';
import { SweepBar } from './run-bar.js';
import { DataTable } from './table.js';
import { field, isOfTheory, output, outputAt, show } from './view.js';

export default function Sweep() {
  const study = sweepStudy.value;
  const name = output.value;
  const title = study !== null && name !== null ? capital(outputName(name, study)) : '';
  const of = field.value === 'value' || field.value === 'exact' ? title : `${title}: ${FIELD_NAMES[field.value]}`;
  return (
    <div class="explore sweep">
      <aside class="side" aria-label="Grid">
        <SweepControls />
      </aside>
      <main id="main" tabIndex={-1}>
        {study !== null && <Choices study={study} />}
        <SweepBar />
        {study === null ? (
          <p class="empty">
            {sweepProblems.value.length > 0 ? 'The map comes when the problems of the grid are mended.' : '…'}
          </p>
        ) : (
          <div class="sweep-results">
            <section class="sweep-map" aria-label="Phase diagram">
              {axes.value.length === 1 ? (
                <>
                  <Figure title={title} empty="" spec={lineSpec(title)} />
                  <MapLegend title={capital(FIELD_NAMES[field.value])} />
                </>
              ) : (
                <MapLegend title={of} />
              )}
              <PhaseMap />
            </section>
            <section class="sweep-point" aria-label="Point">
              <PointPanel />
            </section>
            <DataTable title={of} />
          </div>
        )}
      </main>
    </div>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function Choices({ study }: { readonly study: Study }) {
  return (
    <div class="sweep-choices">
      <label for="sweep-output">Show</label>
      <select
        id="sweep-output"
        value={output.value ?? ''}
        onChange={(event) => show('output', event.currentTarget.value)}
      >
        {(study.outputs ?? []).map((name) => (
          <option key={name} value={name}>
            {capital(outputName(name, study))}
          </option>
        ))}
      </select>
      <select
        aria-label="What of it"
        value={field.value}
        disabled={isOfTheory.value}
        onChange={(event) => show('show', event.currentTarget.value)}
      >
        {FIELDS_SHOWN.map((name) => (
          <option key={name} value={name}>
            {FIELD_NAMES[name]}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Over one parameter: estimates as points, what is exact as a line. */
function lineSpec(title: string): PlotSpec {
  const [axis] = axes.value;
  const x = axis!.values;
  const found = x.map((_, i) => outputAt(cells.value[i]));
  const exact: PlotSeries = { name: 'exact', ink: 'exact', kind: 'line', x, y: found.map((one) => one?.exact ?? null) };
  const simulated: PlotSeries = {
    name: 'simulated',
    ink: 'simulated',
    kind: 'points',
    x,
    y: found.map((one) => one?.value ?? null),
  };
  const series = isOfTheory.value ? [exact] : [exact, simulated];
  return {
    id: 'sweep',
    title,
    xLabel: axis!.name,
    yLabel: '',
    xRange: halfAStepBeyond(x),
    yRange: around(series),
    series,
    description: `${title} over ${axis!.name}: the table below has the numbers.`,
  };
}

/** So that evenly spaced values stand above their cells of the strip. */
function halfAStepBeyond(x: readonly number[]): Range {
  const [first, last] = [x[0]!, x.at(-1)!];
  if (x.length < 2) return [first - 1, last + 1];
  return [first - (x[1]! - first) / 2, last + (last - x.at(-2)!) / 2];
}
