/** Benchmark: whether each backend of this device draws the right numbers, and how fast it is. */
import '../../style/benchmark.css';
import { useSignal } from '@preact/signals';
import type { Row } from '#dist/bench/contest.js';
import { formatScaled, formatSeconds } from '#dist/report/number.js';
import type { BackendReport } from '#dist/study/doctor.js';
import {
  benchFailure,
  benchPhase,
  doctor,
  gaveWay,
  rows,
  startBench,
  step,
  stopBench,
  wasQuick,
} from '../../state/bench.js';
import { view } from '../../state/link.js';
import { saveText } from '../../state/save.js';
import type { BenchStep } from '../../workers/bench-protocol.js';
import { fixed, measurementMarkdown, placeText } from './markdown.js';

export default function Benchmark() {
  return (
    <main id="main" tabIndex={-1} class="bench">
      <Head />
      {doctor.value !== null && <Answers />}
      {doctor.value !== null && <Rates />}
      {doctor.value !== null && (benchPhase.value === 'done' || benchPhase.value === 'stopped') && <Kept />}
    </main>
  );
}

function Head() {
  const phase = benchPhase.value;
  const isBusy = phase === 'examining' || phase === 'measuring';
  const isQuick = view.value['bench'] !== 'full';
  const now = step.value;
  return (
    <section class="bench-head" aria-label="Measurement">
      <p class="lede">
        Path-steps per second of this device: its GPU, and WebAssembly on its cores. Each backend must first draw the
        known random numbers; then they run the same studies in turns, and must come to the same answer. A run or a
        sweep is stopped for it.
      </p>
      <div class="run-bar">
        <div class="run-buttons">
          {isBusy ? (
            <button type="button" class="primary" onClick={stopBench}>
              Stop
            </button>
          ) : (
            <button type="button" class="primary" onClick={() => startBench(isQuick)}>
              {phase === 'idle' ? 'Measure' : 'Measure again'}
            </button>
          )}
          <fieldset class="choice">
            <legend class="hidden">Length</legend>
            {(['quick', 'full'] as const).map((name) => (
              <label key={name}>
                <input
                  type="radio"
                  name="length"
                  checked={isQuick === (name === 'quick')}
                  disabled={isBusy}
                  onChange={() => {
                    const { bench: _, ...others } = view.value;
                    view.value = name === 'full' ? { ...others, bench: 'full' } : others;
                  }}
                />
                <span>{name}</span>
              </label>
            ))}
          </fieldset>
        </div>
        <div class="run-progress">
          <progress
            aria-label="Runs of the measurement"
            max={1}
            data-testid="bench-progress"
            data-phase={phase}
            {...(phase === 'examining'
              ? {}
              : { value: phase === 'done' ? 1 : now === null ? 0 : now.done / now.total })}
          />
          <p class="run-figures" role="status">
            {statusText(phase, isQuick)}
            {phase === 'measuring' && now !== null && <span aria-hidden="true"> {stepText(now)}</span>}
          </p>
        </div>
      </div>
      {benchFailure.value !== null && (
        <p class="banner bad" role="alert">
          {benchFailure.value}
        </p>
      )}
    </section>
  );
}

function statusText(phase: typeof benchPhase.value, isQuick: boolean): string {
  if (phase === 'idle') return isQuick ? 'quick: some seconds' : 'full, as the command line measures: up to a minute';
  if (phase === 'examining') return 'Known answers …';
  if (phase === 'measuring') return 'Measuring …';
  if (phase === 'stopped')
    return gaveWay.value ? 'Stopped by a run or a sweep, which would have shared the device' : 'Stopped';
  if (phase === 'failed') return 'The measurement failed';
  return 'Done';
}

function stepText({ round, rounds, who, adapter, threads, pathStepsPerSecond }: BenchStep): string {
  const when = round === 0 ? 'warm-up' : `round ${round} of ${rounds}`;
  return `${when}: ${NAMES[who]}, ${placeText(who, adapter, threads)}: ${formatScaled(pathStepsPerSecond)} path-steps/s`;
}

const NAMES: Readonly<Record<string, string>> = { webgpu: 'WebGPU', wasm: 'WebAssembly', reference: 'Reference' };

function Answers() {
  const { backends, adapters, simd } = doctor.value!;
  const isSoftware = adapters.length > 0 && adapters.every((adapter) => adapter.isSoftware);
  return (
    <section aria-label="Known answers">
      <h2>Known answers</h2>
      <div class="answers">
        {(['webgpu', 'wasm', 'reference'] as const).map((name) => (
          <Answer key={name} name={name} report={backends[name]} />
        ))}
      </div>
      {isSoftware && (
        <p class="banner" role="note">
          The adapter here is software: it computes on the processor and shows that the shaders are right. Its rate says
          nothing about a GPU.
        </p>
      )}
      {adapters.length === 0 && (
        <p class="banner" role="note">
          This browser offers no GPU adapter, so WebGPU is not measured; WebAssembly takes its place everywhere in this
          page.
        </p>
      )}
      {!simd && (
        <p class="banner" role="note">
          This browser has no SIMD in WebAssembly: it computes one path at a time.
        </p>
      )}
    </section>
  );
}

const WORDS = { pass: 'right', fail: 'wrong', absent: 'not here' } as const;

function Answer({ name, report }: { readonly name: string; readonly report: BackendReport }) {
  const { verdict, device, threads, normalError, startupSeconds, why } = report;
  return (
    <article class={`answer ${verdict}`} data-testid={`answer-${name}`} data-verdict={verdict}>
      <h3>
        {NAMES[name]} <b>{WORDS[verdict]}</b>
      </h3>
      <p class="answer-device">
        {device}
        {name === 'wasm' && threads !== null && `, ${placeText(name, device, threads)}`}
      </p>
      {why !== null && <p class="why">{why}</p>}
      {verdict !== 'absent' && (
        <dl>
          <div>
            <dt>Philox4x32-10</dt>
            <dd>{why?.startsWith('Philox') ? 'differs' : '3 known blocks'}</dd>
          </div>
          {normalError !== null && (
            <div>
              <dt>normals within</dt>
              <dd>{normalError === 0 ? '0, exactly' : <Small value={normalError} />}</dd>
            </div>
          )}
          {startupSeconds !== null && startupSeconds > 0 && (
            <div>
              <dt>starts in</dt>
              <dd>{formatSeconds(startupSeconds)}</dd>
            </div>
          )}
        </dl>
      )}
    </article>
  );
}

/** 1.5 × 10⁻⁶. */
function Small({ value }: { readonly value: number }) {
  const [digits, power] = value.toExponential(1).split('e') as [string, string];
  return (
    <>
      {digits} × 10<sup>{power.replace('-', '−')}</sup>
    </>
  );
}

/** 2^20 as it is printed. */
const Powers = ({ text }: { readonly text: string }) => (
  <>{text.split(/\^(\d+)/).map((part, i) => (i % 2 === 1 ? <sup key={i}>{part}</sup> : part))}</>
);

function Rates() {
  const all = rows.value;
  const scenarios = [...new Set(all.map(({ scenario }) => scenario))];
  if (scenarios.length === 0 && benchPhase.value !== 'measuring') return null;
  return (
    <section aria-label="Rates">
      <h2>Path-steps per second</h2>
      {scenarios.length === 0 && <p class="empty">The first study is being run in turns …</p>}
      {scenarios.map((scenario) => (
        <ScenarioTable key={scenario} scenario={scenario} found={all.filter((row) => row.scenario === scenario)} />
      ))}
    </section>
  );
}

function ScenarioTable({ scenario, found }: { readonly scenario: string; readonly found: readonly Row[] }) {
  const fastest = Math.max(...found.map(({ pathStepsPerSecond }) => pathStepsPerSecond));
  const [name, detail = ''] = scenario.split(/: (.*)/);
  return (
    <table class="rates">
      <caption>
        <b>{name}</b> <Powers text={detail} />
      </caption>
      <thead>
        <tr>
          <th scope="col">backend</th>
          <th scope="col" class="left">
            on
          </th>
          <th scope="col">path-steps/s</th>
          <td class="bar" />
          <th scope="col">median</th>
          <th scope="col" class="spread">
            least to most
          </th>
        </tr>
      </thead>
      <tbody>
        {found.map(({ who, adapter, threads, seconds, pathStepsPerSecond }) => (
          <tr key={`${who} ${threads}`} data-testid="rate">
            <th scope="row">{NAMES[who] ?? who}</th>
            <td class="left">{placeText(who, adapter, threads)}</td>
            <td class="rate">{formatScaled(pathStepsPerSecond)}</td>
            <td class="bar" aria-hidden="true">
              <i style={{ width: `${(100 * pathStepsPerSecond) / fastest}%` }} />
            </td>
            <td>{fixed(seconds.median)} s</td>
            <td class="spread">
              {fixed(seconds.min)} – {fixed(seconds.max)} s, {seconds.runs} runs
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Kept() {
  const said = useSignal('');
  const text = measurementMarkdown({
    doctor: doctor.value!,
    rows: rows.value,
    isWhole: benchPhase.value === 'done',
    browser: `${navigator.userAgent}${wasQuick.value ? ', quick measurement' : ''}`,
  });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.value = 'Copied';
    } catch {
      said.value = 'The browser does not let the page copy: select the text below';
    }
  };
  return (
    <section aria-label="Result" class="kept">
      <div class="kept-head">
        <h2>Result</h2>
        <span role="status">{said}</span>
        <button type="button" onClick={copy}>
          Copy as Markdown
        </button>
        <button type="button" onClick={() => saveText('benchmark.md', text, 'text/markdown')}>
          Save
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled with the keyboard */}
      <pre data-testid="markdown" tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}
