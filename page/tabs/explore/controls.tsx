/** Every field of a study, from the model to the seed. */
import type { ComponentChildren } from 'preact';
import { DEFAULTS } from '#dist/spec/defaults.js';
import type { BoundaryKind, Rng, Scheme, Study } from '#dist/spec/study.js';
import { NumberField, Problems, problemsAt, Row, SelectField, SliderField } from '../../parts/fields.js';
import { MathName } from '../../parts/math.js';
import { domain, draft, fieldOf, setField } from '../../state/draft.js';
import { checked, problems, warnings } from '../../state/engine.js';
import { ModelControls } from './model-controls.js';
import { ThresholdControls } from './threshold-controls.js';

const ENDS: readonly (readonly [BoundaryKind, string])[] = [
  ['reflect', 'reflect'],
  ['clamp', 'clamp'],
  ['absorb', 'absorb'],
];
const SCHEMES: readonly (readonly [Scheme, string])[] = [
  ['lamperti-heun', 'Lamperti–Heun (order 2)'],
  ['euler-maruyama', 'Euler–Maruyama (order 1)'],
  ['milstein', 'Milstein (order 1)'],
];
const RNGS: readonly (readonly [Rng, string])[] = [
  ['philox4x32-10', 'Philox 4×32-10'],
  ['philox4x32-7', 'Philox 4×32-7'],
  ['threefry4x32-20', 'Threefry 4×32-20'],
];
const BACKENDS: readonly (readonly [Study['backend'], string])[] = [
  ['auto', 'best of this device'],
  ['webgpu', 'WebGPU'],
  ['wasm', 'WASM SIMD, every core'],
  ['reference', 'reference, TypeScript f64'],
];

export function Controls() {
  return (
    <div class="controls">
      <Section title="Model">
        <ModelControls />
      </Section>
      <Section title="Domain and start" later>
        <DomainControls />
        <StartControls />
      </Section>
      <Section title="First passage" later>
        <ThresholdControls />
      </Section>
      <Section title="Simulation" later>
        <SimulationControls />
      </Section>
      <Unplaced />
    </div>
  );
}

const narrow = matchMedia('(max-width: 860px)').matches;

interface SectionProps {
  readonly title: string;
  /** Closed at first where there is one column, and the results would be far below. */
  readonly later?: boolean;
  readonly children: ComponentChildren;
}

function Section({ title, later = false, children }: SectionProps) {
  return (
    <details class="section" open={!(later && narrow)}>
      <summary>
        <h2>{title}</h2>
      </summary>
      {children}
    </details>
  );
}

const number = (path: string): number | undefined => {
  const value = fieldOf(draft.value, path);
  return typeof value === 'number' ? value : undefined;
};

function DomainControls() {
  const [lower, upper] = domain.value;
  const raw = draft.value;
  const inModel = fieldOf(raw, 'model.domain') !== undefined;
  const path = inModel ? 'model.domain' : 'domain';
  const setEnd = (which: 0 | 1) => (value: number | undefined) => {
    if (value !== undefined) setField(path, which === 0 ? [value, upper] : [lower, value]);
  };
  const boundary = (side: 'lower' | 'upper') => (fieldOf(raw, `boundary.${side}`) as BoundaryKind) ?? DEFAULTS.boundary;
  return (
    <>
      {(['lower', 'upper'] as const).map((side, which) => (
        <NumberField
          key={side}
          label={`${side === 'lower' ? 'Lower' : 'Upper'} end`}
          name={`${side} end of the domain`}
          path={`${path}[${which}]`}
          value={domain.value[which]}
          onValue={setEnd(which as 0 | 1)}
        >
          <select
            aria-label={`At the ${side} end, paths`}
            value={boundary(side)}
            onChange={(event) => setField(`boundary.${side}`, event.currentTarget.value)}
          >
            {ENDS.map(([key, name]) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </NumberField>
      ))}
      {problemsAt(path).every(({ path: at }) => at === path) && <Problems of={[path]} />}
      <Problems of={['boundary']} />
    </>
  );
}

type StartKind = 'point' | 'uniform' | 'stationary';

function StartControls() {
  const initial = draft.value['initial'] ?? (domain.value[0] + domain.value[1]) / 2;
  const uniform = fieldOf(draft.value, 'initial.uniform') as [number, number] | undefined;
  const kind: StartKind = initial === 'stationary' ? 'stationary' : uniform ? 'uniform' : 'point';
  const [lower, upper] = domain.value;
  const choose = (next: StartKind) => {
    const values = { point: (lower + upper) / 2, uniform: { uniform: [lower, upper] }, stationary: 'stationary' };
    setField('initial', values[next]);
  };
  return (
    <>
      <SelectField
        label="Start"
        path="initial."
        value={kind}
        options={[
          ['point', 'at a point'],
          ['uniform', 'uniform between'],
          ['stationary', 'stationary law'],
        ]}
        onValue={choose}
      />
      {kind === 'point' && typeof initial === 'number' && (
        <SliderField
          name="start"
          label={<MathName name="x0" />}
          path="initial"
          value={initial}
          range={[lower, upper]}
          onValue={(value) => setField('initial', value)}
        />
      )}
      {uniform &&
        [0, 1].map((which) => (
          <NumberField
            key={which}
            label={which === 0 ? 'from' : 'to'}
            path={`initial.uniform[${which}]`}
            value={uniform[which]}
            onValue={(value) =>
              value !== undefined &&
              setField('initial.uniform', which === 0 ? [value, uniform[1]] : [uniform[0], value])
            }
          />
        ))}
      {kind === 'stationary' && <Problems of={['initial']} />}
    </>
  );
}

function SimulationControls() {
  const raw = draft.value;
  const study = checked.value?.study;
  const seed = raw['seed'] ?? DEFAULTS.seed;
  const field = (path: string, label: string, fallback: string, title: string) => (
    <NumberField
      label={label}
      path={path}
      value={number(path)}
      placeholder={fallback}
      title={title}
      onValue={(value) => setField(path, value)}
    />
  );
  return (
    <>
      {field('paths', 'Paths', String(study?.paths ?? DEFAULTS.paths), 'How many paths the run has')}
      {field('dt', 'Time step', String(study?.dt ?? DEFAULTS.dt), 'dt, in units of time')}
      {field('horizon', 'Horizon', String(DEFAULTS.horizon), 'When every path ends: a whole multiple of the time step')}
      <ListField />
      <SelectField
        label="Scheme"
        path="scheme"
        value={(raw['scheme'] as Scheme) ?? DEFAULTS.scheme}
        options={SCHEMES}
        onValue={(value) => setField('scheme', value)}
      />
      <Row label="Seed" for="seed" title="A number, 0x… up to 64 bits, or any text">
        <input
          id="seed"
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={String(seed)}
          onInput={(event) => setField('seed', seedOf(event.currentTarget.value))}
        />
        <button
          type="button"
          class="small"
          onClick={() => setField('seed', crypto.getRandomValues(new Uint32Array(1))[0])}
          aria-label="Another seed"
          title="Another seed"
        >
          ⚄
        </button>
      </Row>
      <Problems of={['seed']} />
      <SelectField
        label="Generator"
        path="rng"
        value={(raw['rng'] as Rng) ?? DEFAULTS.rng}
        options={RNGS}
        onValue={(value) => setField('rng', value)}
      />
      <SelectField
        label="Runs on"
        path="backend"
        value={(raw['backend'] as Study['backend']) ?? DEFAULTS.backend}
        options={BACKENDS}
        onValue={(value) => setField('backend', value)}
      />
    </>
  );
}

/** Digits alone are a number; anything else is text, and hashed. */
const seedOf = (text: string): number | string =>
  /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;

/** Save times as people write lists: 10, 20, 40. */
function ListField() {
  const times = draft.value['saveAt'];
  const shown = Array.isArray(times) ? times.join(', ') : '';
  return (
    <>
      <Row label="Save times" for="save-at" title="When position and its moments are looked at: 10, 20, 40">
        <input
          id="save-at"
          type="text"
          inputMode="decimal"
          autocomplete="off"
          placeholder={checked.value?.study.saveAt.join(', ') || 'none'}
          defaultValue={shown}
          key={shown}
          aria-invalid={problemsAt('saveAt').length > 0}
          onChange={(event) => {
            const words = event.currentTarget.value.split(/[,;\s]+/).filter((word) => word !== '');
            const numbers = words.map((word) => (Number.isFinite(Number(word)) ? Number(word) : word));
            setField('saveAt', words.length === 0 ? undefined : numbers);
          }}
        />
      </Row>
      <Problems of={['saveAt']} />
    </>
  );
}

const PLACED = [
  'model',
  'params',
  'domain',
  'boundary',
  'initial',
  'firstPassage',
  'paths',
  'dt',
  'horizon',
  'saveAt',
  'scheme',
  'seed',
  'rng',
  'backend',
];

/** Problems of fields that have no control here, and warnings. */
function Unplaced() {
  const others = problems.value.filter(({ path }) => !PLACED.includes(/^[^.[]*/.exec(path)![0]));
  if (others.length === 0 && warnings.value.length === 0) return null;
  return (
    <div class="unplaced">
      {others.map(({ path, message }) => (
        <p class="problems" role="alert" key={path + message}>
          {path && <b>{path}: </b>}
          {message}
        </p>
      ))}
      {problems.value.length === 0 &&
        warnings.value.map((text) => (
          <p class="warning" key={text}>
            {text}
          </p>
        ))}
    </div>
  );
}
