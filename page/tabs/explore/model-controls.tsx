/** The model: a preset or expressions of one's own, and its parameters. */
import { useState } from 'preact/hooks';
import { presets } from '#dist/model/presets.js';
import { ExpressionField } from '../../parts/expression-field.js';
import { Problems, SelectField, SliderField } from '../../parts/fields.js';
import { MathName, Prose } from '../../parts/math.js';
import { domain, draft, expressions, parameters, preset, setField, withField } from '../../state/draft.js';
import { problems } from '../../state/engine.js';

const OWN = 'own';

export function ModelControls() {
  const named = preset.value;
  const options = [...Object.keys(presets).map((name) => [name, name] as const), [OWN, 'my own expressions'] as const];
  return (
    <>
      <SelectField label="Preset" path="model." value={named?.name ?? OWN} options={options} onValue={choose} />
      {named ? (
        <p class="note">
          <Prose text={named.summary} names={Object.keys(named.params)} />
        </p>
      ) : (
        <OwnModel />
      )}
      {typeof draft.value['model'] === 'string' && named === null && <Problems of={['model']} />}
      <Parameters />
    </>
  );
}

/** Fields that hang on the model go with it; another preset starts from its own defaults. */
function choose(name: string): void {
  const { params: _, domain: __, initial: ___, firstPassage: ____, ...others } = draft.value;
  if (name === OWN) {
    draft.value = withField(
      { ...draft.value, params: parameters.value, domain: domain.value },
      'model',
      expressions.value,
    );
    return;
  }
  const [lower, upper] = presets[name]!.domain;
  const threshold = Number((lower + 0.8 * (upper - lower)).toPrecision(6));
  draft.value = {
    ...others,
    model: name,
    initial: Number((lower + 0.3 * (upper - lower)).toPrecision(6)),
    firstPassage: { threshold },
  };
}

function OwnModel() {
  const { drift, diffusion } = expressions.value;
  return (
    <>
      <ExpressionField label="Drift" symbol="μ(x)" path="model.drift" text={drift} />
      <ExpressionField label="Noise" symbol="σ(x)" path="model.diffusion" text={diffusion} />
      <UnknownNames />
    </>
  );
}

/** Names that an expression has and no parameter: one press makes them parameters. */
function UnknownNames() {
  const names = new Set(problems.value.flatMap(({ message }) => /^unknown name "(\w+)"/.exec(message)?.[1] ?? []));
  return (
    <>
      {[...names].map((name) => (
        <button type="button" class="small add" key={name} onClick={() => setField(`params.${name}`, 1)}>
          Make <MathName name={name} /> a parameter
        </button>
      ))}
    </>
  );
}

function Parameters() {
  const named = preset.value;
  const values = parameters.value;
  const [fresh, setFresh] = useState('');
  return (
    <div class="parameters">
      {Object.entries(values).map(([name, value]) => (
        <SliderField
          key={`${named?.name ?? OWN} ${name}`}
          name={name}
          label={<MathName name={name} />}
          path={`params.${name}`}
          value={value}
          range={rangeOf(named?.params[name] ?? value, name)}
          onValue={(next) => setField(`params.${name}`, next)}
        >
          {named === null && (
            <button
              type="button"
              class="small"
              aria-label={`Remove ${name}`}
              onClick={() => setField(`params.${name}`, undefined)}
            >
              ×
            </button>
          )}
        </SliderField>
      ))}
      <Problems of={named === null ? [] : ['params']} />
      {named === null && (
        <form
          class="row add-parameter"
          onSubmit={(event) => {
            event.preventDefault();
            if (/^[A-Za-z_]\w*$/.test(fresh)) setField(`params.${fresh}`, 1);
            setFresh('');
          }}
        >
          <label for="new-parameter">New</label>
          <input
            id="new-parameter"
            type="text"
            placeholder="name of a parameter"
            autocomplete="off"
            spellcheck={false}
            value={fresh}
            onInput={(event) => setFresh(event.currentTarget.value)}
          />
          <button type="submit" class="small">
            Add
          </button>
        </form>
      )}
    </div>
  );
}

const ranges = new Map<string, readonly [number, number]>();

/** From 0 to twice the value that a parameter first had; both signs where that was 0 or negative. A noise is never negative. */
function rangeOf(first: number, name: string): readonly [number, number] {
  if (preset.value === null && ranges.has(name)) return ranges.get(name)!;
  const size = 2 * Math.abs(first) || 2;
  const range = first > 0 || /^(sigma|D)\d*$/i.test(name) ? ([0, size] as const) : ([-size, size] as const);
  ranges.set(name, range);
  return range;
}
