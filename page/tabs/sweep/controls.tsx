/** The grid: which parameters, over which values; how many paths a point; which outputs. */
import { useId } from 'preact/hooks';
import { formatCount } from '#dist/report/number.js';
import { NumberInput, Row } from '../../parts/fields.js';
import { MathName } from '../../parts/math.js';
import { draft, isRecord, parameters, preset, type Raw } from '../../state/draft.js';
import { openTab } from '../../state/link.js';
import {
  axes,
  axisAround,
  grid,
  outputNames,
  setSweep,
  setSweepPaths,
  sweepPaths,
  sweepProblems,
  sweepStudy,
} from '../../state/sweep.js';
import { outputName } from './names.js';

export function SweepControls() {
  const names = Object.keys(grid.value);
  return (
    <div class="controls">
      {names.map((name, axis) => (
        <AxisControls key={`${axis} ${name}`} name={name} axis={axis} />
      ))}
      {names.length < 2 && <AddAxis taken={names} />}
      <section class="section" aria-label="Points">
        <h2>Points</h2>
        <PointControls />
      </section>
      <Outputs />
      <Fixed />
    </div>
  );
}

const problemsUnder = (paths: readonly string[]) =>
  sweepProblems.value.filter(({ path }) =>
    paths.some((at) => path === at || path.startsWith(`${at}.`) || path.startsWith(`${at}[`)),
  );

function Wrong({ of }: { readonly of: readonly string[] }) {
  const found = problemsUnder(of);
  if (found.length === 0) return null;
  return (
    <div class="problems" role="alert">
      {found.map(({ path, message }) => (
        <p key={path + message}>{message}</p>
      ))}
    </div>
  );
}

/** The axes in their order, with this one in place of the one at `axis`; undefined takes it out. */
function setAxis(axis: number, name: string | undefined, values?: unknown): void {
  const entries = Object.entries(grid.value);
  entries.splice(axis, 1, ...(name === undefined ? [] : [[name, values] as [string, unknown]]));
  setSweep('grid', Object.fromEntries(entries));
}

type Scale = 'linear' | 'log' | 'list';

function AxisControls({ name, axis }: { readonly name: string; readonly axis: number }) {
  const id = useId();
  const written = grid.value[name];
  const range = isRecord(written) ? written : null;
  const list = Array.isArray(written) ? (written as readonly unknown[]) : null;
  const others = Object.keys(grid.value).filter((one) => one !== name);
  const known = Object.keys(parameters.value).filter((one) => !others.includes(one));
  const scale: Scale = range === null ? 'list' : range['scale'] === 'log' ? 'log' : 'linear';
  const number = (field: string) => (typeof range?.[field] === 'number' ? (range[field] as number) : undefined);
  const set = (field: string) => (value: unknown) => setAxis(axis, name, { ...range, [field]: value });
  const choose = (next: Scale) => {
    const computed = axes.value.find((one) => one.name === name)?.values ?? [];
    if (next === 'list')
      setAxis(
        axis,
        name,
        computed.map((value) => Number(value.toPrecision(6))),
      );
    else {
      const { scale: _, ...rest }: Raw = range ?? {
        from: list?.[0],
        to: list?.at(-1),
        steps: Math.max(2, list?.length ?? 2),
      };
      setAxis(axis, name, next === 'log' ? { ...rest, scale: 'log' } : rest);
    }
  };
  return (
    <section class="section axis" aria-label={axis === 0 ? 'Across' : 'Up'}>
      <h2>
        {axis === 0 ? 'Across' : 'Up'}
        {Object.keys(grid.value).length > 1 && (
          <button
            type="button"
            class="quiet"
            aria-label={`remove ${name} from the grid`}
            onClick={() => setAxis(axis, undefined)}
          >
            remove
          </button>
        )}
      </h2>
      <Row label="Parameter" for={`${id}-name`}>
        <select
          id={`${id}-name`}
          value={name}
          onChange={(event) => {
            const next = event.currentTarget.value;
            setAxis(axis, next, axisAround(parameters.value[next] ?? 0));
          }}
        >
          {(known.includes(name) ? known : [name, ...known]).map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
        <select
          aria-label={`Spacing of ${name}`}
          value={scale}
          onChange={(event) => choose(event.currentTarget.value as Scale)}
        >
          <option value="linear">even</option>
          <option value="log">logarithmic</option>
          <option value="list">a list</option>
        </select>
      </Row>
      {range !== null ? (
        <div class="row axis-range">
          <label for={`${id}-from`}>From</label>
          <NumberInput
            id={`${id}-from`}
            path={`grid.${name}.from`}
            value={number('from')}
            name={`${name} from`}
            onValue={set('from')}
          />
          <label for={`${id}-to`}>to</label>
          <NumberInput
            id={`${id}-to`}
            path={`grid.${name}.to`}
            value={number('to')}
            name={`${name} to`}
            onValue={set('to')}
          />
          <label for={`${id}-steps`}>in</label>
          <NumberInput
            id={`${id}-steps`}
            path={`grid.${name}.steps`}
            value={number('steps')}
            name={`values of ${name}`}
            onValue={set('steps')}
          />
        </div>
      ) : (
        <Row label="Values" for={`${id}-list`}>
          <input
            id={`${id}-list`}
            type="text"
            autocomplete="off"
            defaultValue={list?.join(', ') ?? ''}
            key={list?.join()}
            onChange={(event) => {
              const words = event.currentTarget.value.split(/[,;\s]+/).filter((word) => word !== '');
              setAxis(
                axis,
                name,
                words.map((word) => (Number.isFinite(Number(word)) ? Number(word) : word)),
              );
            }}
          />
        </Row>
      )}
      <Wrong of={[`grid.${name}`]} />
    </section>
  );
}

function AddAxis({ taken }: { readonly taken: readonly string[] }) {
  const free = Object.keys(parameters.value).find((name) => !taken.includes(name));
  if (free === undefined) return null;
  return (
    <section class="section" aria-label="Second axis">
      <button
        type="button"
        class="small"
        onClick={() => setSweep('grid', { ...grid.value, [free]: axisAround(parameters.value[free]!) })}
      >
        Add a second axis
      </button>
    </section>
  );
}

function PointControls() {
  const points = axes.value.reduce((product, { values }) => product * values.length, 1);
  const independent = draft.value['independent'] === true;
  return (
    <>
      <Row label="Paths each" for="sweep-paths" title="How many paths every point has">
        <NumberInput
          id="sweep-paths"
          path="paths"
          value={sweepPaths.value}
          name="Paths of each point"
          onValue={(value) => value !== undefined && setSweepPaths(value)}
        />
      </Row>
      <Wrong of={['paths']} />
      <label class="check" title="Shared random numbers make differences between points sharp">
        <input
          type="checkbox"
          checked={independent}
          onChange={(event) => setSweep('independent', event.currentTarget.checked ? true : undefined)}
        />
        random numbers of its own for every point
      </label>
      {sweepStudy.value !== null && (
        <p class="note">
          {formatCount(points)} points, {formatCount(points * sweepPaths.value)} paths in all
        </p>
      )}
      {problemsUnder(['grid'])
        .filter(({ path }) => path === 'grid')
        .map(({ message }) => (
          <p class="problems" role="alert" key={message}>
            {message}
          </p>
        ))}
    </>
  );
}

function Outputs() {
  const study = sweepStudy.value;
  if (study === null) return null;
  const chosen = study.outputs ?? [];
  const toggle = (name: string, isOn: boolean) =>
    setSweep(
      'outputs',
      outputNames.value.filter((one) => (one === name ? isOn : chosen.includes(one))),
    );
  return (
    <details class="section outputs">
      <summary>
        <h2>
          Outputs{' '}
          <small>
            {chosen.length} of {outputNames.value.length}
          </small>
        </h2>
      </summary>
      {outputNames.value.map((name) => (
        <label class="check" key={name} title={name}>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            disabled={chosen.length === 1 && chosen[0] === name}
            onChange={(event) => toggle(name, event.currentTarget.checked)}
          />
          {outputName(name, study)}
        </label>
      ))}
      <Wrong of={['outputs']} />
    </details>
  );
}

/** What the points share, and where it is changed. */
function Fixed() {
  const own = new Set(Object.keys(grid.value));
  const shared = Object.entries(parameters.value).filter(([name]) => !own.has(name));
  const elsewhere = sweepProblems.value.filter(({ path }) => !/^(grid|paths|outputs|independent)/.test(path));
  return (
    <section class="section" aria-label="The same at every point">
      <h2>The same at every point</h2>
      <p class="fixed">
        {preset.value?.name ?? 'own model'}
        {shared.map(([name, value]) => (
          <span key={name}>
            <MathName name={name} /> = {value}
          </span>
        ))}
      </p>
      {elsewhere.map(({ path, message }) => (
        <p class="problems" role="alert" key={path + message}>
          <b>{path}: </b>
          {message}
        </p>
      ))}
      <button type="button" class="small" onClick={() => openTab('explore')}>
        Change in Explore
      </button>
    </section>
  );
}
