/** The thresholds whose first passages are watched: none, one, or up to eight. */
import { LIMITS } from '#dist/spec/defaults.js';
import type { Direction, Monitor } from '#dist/spec/study.js';
import { Problems, problemsAt, SliderField } from '../../parts/fields.js';
import { domain, draft, isRecord, setField } from '../../state/draft.js';

type Written = { readonly threshold: number; readonly direction?: Direction; readonly monitor?: Monitor };

const MONITORS: readonly (readonly [Monitor, string])[] = [
  ['bridge', 'bridge: crossings inside a step count'],
  ['grid', 'grid: step ends only'],
  ['shift', 'shift: step ends, barrier moved in'],
];

/** The thresholds as a list, however they are written. */
function listOf(written: unknown): readonly Written[] {
  if (Array.isArray(written)) return written as Written[];
  return isRecord(written) ? [written as unknown as Written] : [];
}

/** As a study file has it: one is no list. */
const setList = (list: readonly Written[]): void =>
  setField('firstPassage', list.length === 0 ? undefined : list.length === 1 ? list[0] : list);

export function ThresholdControls() {
  const list = listOf(draft.value['firstPassage']);
  const [lower, upper] = domain.value;
  const change = (index: number, more: Partial<Written>) =>
    setList(list.map((one, i) => (i === index ? clean({ ...one, ...more }) : one)));
  const next = Number((lower + 0.5 * (upper - lower)).toPrecision(6));
  return (
    <>
      {list.length === 0 && <p class="note">No threshold is watched.</p>}
      {list.map((one, index) => {
        const path =
          list.length === 1 && !Array.isArray(draft.value['firstPassage']) ? 'firstPassage' : `firstPassage[${index}]`;
        const name = list.length === 1 ? 'threshold' : `threshold ${index + 1}`;
        return (
          <fieldset class="threshold" key={index}>
            <legend class="hidden">{name}</legend>
            <SliderField
              name={name}
              label="Level"
              path={`${path}.threshold`}
              value={one.threshold}
              range={[lower, upper]}
              onValue={(threshold) => change(index, { threshold })}
            />
            <div class="row">
              <select
                aria-label={`Direction of ${name}`}
                value={one.direction ?? ''}
                onChange={(event) =>
                  change(index, {
                    direction: (event.currentTarget.value || undefined) as Direction | undefined,
                  } as Partial<Written>)
                }
              >
                <option value="">from the start</option>
                <option value="up">upwards</option>
                <option value="down">downwards</option>
              </select>
              <select
                aria-label={`Monitor of ${name}`}
                value={one.monitor ?? 'bridge'}
                onChange={(event) => change(index, { monitor: event.currentTarget.value as Monitor })}
              >
                {MONITORS.map(([key, text]) => (
                  <option key={key} value={key} title={text}>
                    {key}
                  </option>
                ))}
              </select>
              <button
                type="button"
                class="small"
                aria-label={`Remove ${name}`}
                onClick={() => setList(list.filter((_, i) => i !== index))}
              >
                ×
              </button>
            </div>
            {problemsAt(path).length > 0 && <Problems of={otherProblems(path)} />}
          </fieldset>
        );
      })}
      {list.length < LIMITS.thresholds && (
        <button type="button" class="small add" onClick={() => setList([...list, { threshold: next }])}>
          {list.length === 0 ? 'Watch a threshold' : 'Another threshold'}
        </button>
      )}
    </>
  );
}

/** Problems that do not stand at the level itself. */
const otherProblems = (path: string): readonly string[] =>
  problemsAt(path)
    .map(({ path: at }) => at)
    .filter((at) => !at.endsWith('.threshold'));

const clean = (one: Written): Written =>
  Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as unknown as Written;
