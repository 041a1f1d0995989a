/** Start, stop, go on; how far the sweep is, on what; what can be kept of it. */
import { formatCount, formatScaled, formatSeconds } from '#dist/report/number.js';
import { Menu } from '../../parts/menu.js';
import { writeStudyFile } from '../../state/engine.js';
import { saveText } from '../../state/save.js';
import {
  axes,
  cells,
  goSweep,
  stopSweep,
  sweepDevice,
  sweepFailure,
  sweepFile,
  sweepNotices,
  sweepPaths,
  sweepProblems,
  sweepProvenance,
  sweepRaw,
  sweepState,
  sweepWithNewSeed,
} from '../../state/sweep.js';

export function SweepBar() {
  const state = sweepState.value;
  const isRunning = state?.phase === 'running' || state?.phase === 'starting';
  const isDone = state?.phase === 'done';
  const begun = cells.value.some((point) => point !== undefined);
  const refused = sweepProblems.value.length > 0;
  return (
    <section class="run-bar" aria-label="Sweep">
      <div class="run-buttons">
        {isRunning ? (
          <button type="button" class="primary" onClick={stopSweep}>
            Stop
          </button>
        ) : isDone ? (
          <button type="button" onClick={sweepWithNewSeed}>
            New seed
          </button>
        ) : (
          <button type="button" class="primary" onClick={goSweep} disabled={refused || axes.value.length === 0}>
            {begun ? 'Continue' : 'Run sweep'}
          </button>
        )}
        <Downloads />
      </div>
      <div class="run-progress">
        <progress
          aria-label="Points of the sweep"
          max={1}
          data-testid="sweep-progress"
          data-phase={state?.phase ?? 'idle'}
          {...(state?.stage === 'biases' && isRunning ? {} : { value: shareDone() })}
        />
        <p class="run-figures">
          <Figures refused={refused} />
        </p>
      </div>
      <dl class="run-facts">
        <div>
          <dt>runs on</dt>
          <dd>
            <DeviceText />
          </dd>
        </div>
      </dl>
      {sweepFailure.value !== null && (
        <p class="banner bad" role="alert">
          {sweepFailure.value}
        </p>
      )}
      {sweepNotices.value.map((text, i) => (
        <p class="banner" role="status" key={i}>
          {text}
        </p>
      ))}
      <p class="hidden" role="status" aria-live="polite">
        {isDone ? 'The sweep is done' : state?.phase === 'rest' ? 'The sweep is stopped' : isRunning ? 'Sweeping' : ''}
      </p>
    </section>
  );
}

/** Half for the estimates, half for what is exact beside them. */
function shareDone(): number {
  const state = sweepState.value;
  const total = cells.value.length;
  if (state === null || total === 0) return 0;
  if (state.phase === 'done') return 1;
  const exact = state.stage === 'exact' ? state.done : 0;
  const simulated = cells.value.reduce((count, point) => count + (point === undefined ? 0 : 1), 0);
  return (Math.max(simulated, exact) + exact) / (2 * total);
}

function Figures({ refused }: { readonly refused: boolean }) {
  const state = sweepState.value;
  if (refused) return <>the grid has a problem</>;
  const points = cells.value.length;
  if (state === null) {
    if (points === 0) return <>…</>;
    return (
      <>
        {formatCount(points)} points, {formatCount(sweepPaths.value)} paths each
      </>
    );
  }
  if (state.phase === 'failed') return <>the sweep failed</>;
  if (state.phase === 'starting') return <>starting …</>;
  const rate = state.pathStepsPerSecond > 0 && (
    <span class="part">{formatScaled(state.pathStepsPerSecond)} path-steps/s</span>
  );
  if (state.phase === 'done')
    return (
      <>
        <b>{formatCount(points)}</b> points, each beside theory {rate}
        {sweepProvenance.value && <span class="part">simulated in {formatSeconds(sweepProvenance.value.seconds)}</span>}
      </>
    );
  const { stage, done, total } = state;
  const what = { estimates: 'simulated', biases: 'biases of the time step', exact: 'compared with theory' }[stage];
  return (
    <>
      <b>{formatCount(done)}</b>
      {total === null ? '' : ` of ${formatCount(total)} points`} {what}
      {rate}
      {state.secondsLeft !== null && state.phase === 'running' && (
        <span class="part">{formatSeconds(Math.ceil(state.secondsLeft))} left</span>
      )}
      {state.phase === 'rest' && <span class="part">stopped</span>}
    </>
  );
}

function DeviceText() {
  const used = sweepDevice.value;
  if (used === null) return <span class="faint">chosen when it starts</span>;
  return (
    <span title={used.reason}>
      {used.name}
      {used.adapter === null ? '' : ` · ${used.adapter}`}
      {used.threads > 1 ? `, ${used.threads} threads` : ''}
    </span>
  );
}

function Downloads() {
  const has = sweepProvenance.value !== null;
  return (
    <Menu label="Download">
      {(close) => {
        const keep = (name: string, type: string, text: () => Promise<string>) => async () => {
          try {
            saveText(name, await text(), type);
          } catch (error) {
            sweepFailure.value = (error as Error).message;
          }
          close();
        };
        return (
          <>
            <button
              type="button"
              disabled={!has}
              onClick={keep('sweep.json', 'application/json', () => sweepFile('json'))}
            >
              Sweep as JSON
            </button>
            <button type="button" disabled={!has} onClick={keep('sweep.csv', 'text/csv', () => sweepFile('csv'))}>
              Table as CSV
            </button>
            <button type="button" onClick={keep('study.yaml', 'text/yaml', () => writeStudyFile(sweepRaw.peek()))}>
              Study for firstpassage sweep
            </button>
          </>
        );
      }}
    </Menu>
  );
}
