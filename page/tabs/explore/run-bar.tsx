/** Start, stop, go on; how far it is, how fast, on what. */
import { formatCount, formatScaled, formatSeconds } from '#dist/report/number.js';
import { draft, setField } from '../../state/draft.js';
import {
  checked,
  device,
  failure,
  more,
  notices,
  problems,
  result,
  resume,
  run,
  runState,
  stop,
} from '../../state/engine.js';
import { Downloads } from './downloads.js';

export function RunBar() {
  const state = runState.value;
  const phase = problems.value.length > 0 ? 'refused' : (state?.phase ?? 'starting');
  const wanted = state?.wanted ?? 0;
  const share = wanted > 0 ? Math.min(1, (state?.paths ?? 0) / wanted) : 0;
  const digest = result.value?.provenance.digest;
  const isMoving = phase === 'running';
  return (
    <section class="run-bar" aria-label="Run">
      <div class="run-buttons">
        <Buttons phase={phase} share={share} />
        <Downloads />
      </div>
      <div class="run-progress">
        <progress aria-label="Paths of the run" max={1} value={share} data-phase={phase} />
        <p class="run-figures">
          <Figures share={share} phase={phase} />
        </p>
      </div>
      <dl class="run-facts">
        <div>
          <dt>runs on</dt>
          <dd>
            <DeviceText />
          </dd>
        </div>
        {digest && (
          <div>
            <dt title="of the counts of this result: the command line prints the same for the same run">digest</dt>
            <dd class="digest" data-testid="digest">
              {digest}
            </dd>
          </div>
        )}
      </dl>
      <Messages />
      <p class="hidden" role="status" aria-live="polite">
        {statusText(phase, isMoving, state?.paths ?? 0, wanted)}
      </p>
    </section>
  );
}

/** One button starts, stops and goes on, and keeps the focus while it changes. */
function Buttons({ phase, share }: { readonly phase: string; readonly share: number }) {
  const isStopped = phase === 'rest' && share > 0 && (result.value?.provenance.partial ?? null) !== null;
  const press = phase === 'running' ? stop : phase === 'done' ? more : isStopped ? resume : run;
  return (
    <>
      <button type="button" class="primary" onClick={press} disabled={phase === 'refused' || phase === 'failed'}>
        {phase === 'running' ? 'Stop' : phase === 'done' || isStopped ? 'Continue' : 'Run'}
        {phase === 'done' && <small> ×2</small>}
      </button>
      {phase === 'done' && (
        <button type="button" onClick={again}>
          New seed
        </button>
      )}
    </>
  );
}

/** The same study with other random numbers. */
const again = (): void => setField('seed', crypto.getRandomValues(new Uint32Array(1))[0]);

function Figures({ phase, share }: { readonly phase: string; readonly share: number }) {
  const state = runState.value;
  if (phase === 'refused')
    return <>the study has {problems.value.length === 1 ? 'a problem' : `${problems.value.length} problems`}</>;
  if (phase === 'failed') return <>the run failed</>;
  if (state === null || phase === 'starting') return <>starting …</>;
  const rate = state.pathStepsPerSecond ?? result.value?.provenance.pathStepsPerSecond ?? null;
  return (
    <>
      <b data-testid="paths">{formatCount(state.paths)}</b>
      {phase === 'done' ? ' paths' : ` of ${formatCount(state.wanted)} paths`}
      {rate !== null && rate > 0 && <span class="part">{formatScaled(rate)} path-steps/s</span>}
      {phase === 'running' && state.secondsLeft !== null && (
        <span class="part">{share > 0 ? `${formatSeconds(Math.ceil(state.secondsLeft))} left` : ''}</span>
      )}
      {phase === 'preview' && <span class="part">preview</span>}
      {phase === 'rest' && share < 1 && (
        <span class="part">{result.value?.provenance.partial ? 'stopped' : 'preview'}</span>
      )}
      {phase === 'done' && result.value && <span class="part">{formatSeconds(result.value.provenance.seconds)}</span>}
    </>
  );
}

function DeviceText() {
  const used = device.value;
  if (used === null) {
    const isLooking = problems.value.length === 0 && failure.value === null;
    return <span class="faint">{isLooking ? 'looking for devices …' : '–'}</span>;
  }
  const threads = used.threads > 1 ? `, ${used.threads} threads` : '';
  return (
    <span title={used.reason} data-testid="device">
      {used.name}
      {used.adapter === null ? '' : ` · ${used.adapter}`}
      {threads} <small class="reason">{used.reason === 'asked for' ? '' : used.reason}</small>
    </span>
  );
}

function Messages() {
  return (
    <>
      {failure.value !== null && (
        <div class="banner bad" role="alert">
          <p>{failure.value}</p>
          {(draft.value['backend'] ?? 'auto') !== 'auto' && (
            <button type="button" onClick={() => setField('backend', undefined)}>
              Take the best of this device
            </button>
          )}
        </div>
      )}
      {notices.value.map((text, i) => (
        <p class="banner" role="status" key={i}>
          {text}
        </p>
      ))}
    </>
  );
}

/** For a screen reader: what begins and what ends, not every number on the way. */
function statusText(phase: string, isMoving: boolean, paths: number, wanted: number): string {
  if (isMoving) return `Running ${formatCount(wanted)} paths`;
  if (phase === 'done') return `Done: ${formatCount(paths)} paths`;
  if (phase === 'rest' && checked.value !== null)
    return `At rest with ${formatCount(paths)} of ${formatCount(wanted)} paths`;
  return '';
}
