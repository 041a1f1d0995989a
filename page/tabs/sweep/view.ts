/** What the Sweep view shows of the sweep: the chosen output, its numbers at the points, the point that is looked at. */
import { computed, signal } from '@preact/signals';
import type { SweepOutput, SweepPoint } from '#dist/result/sweep.js';
import { placeOf } from '#dist/spec/grid.js';
import { draft, isRecord } from '../../state/draft.js';
import { openTab, view } from '../../state/link.js';
import { axes, cells, sweepStudy } from '../../state/sweep.js';
import { scaleOf } from './colours.js';
import { FIELDS_SHOWN, type FieldShown } from './names.js';

/** Looked at first, where there is a choice. */
const FIRST = [/^firstPassage.*\.probability$/, /\.probability$/];

const names = computed(() => sweepStudy.value?.outputs ?? []);

export const output = computed((): string | null => {
  const wanted = view.value['output'];
  if (wanted !== undefined && names.value.includes(wanted)) return wanted;
  for (const first of FIRST) {
    const found = names.value.find((name) => first.test(name));
    if (found !== undefined) return found;
  }
  return names.value[0] ?? null;
});

/** Theory alone has no estimate. */
export const isOfTheory = computed(() => output.value?.startsWith('theory.') === true);

export const field = computed((): FieldShown => {
  if (isOfTheory.value) return 'exact';
  return FIELDS_SHOWN.find((name) => name === view.value['show']) ?? 'value';
});

export function show(name: 'output' | 'show', value: string): void {
  view.value = { ...view.peek(), [name]: value };
}

export const outputAt = (point: SweepPoint | undefined): SweepOutput | undefined =>
  output.value === null ? undefined : point?.outputs[output.value];

/** By point; null: none. undefined: not yet. */
export const values = computed((): readonly (number | null | undefined)[] =>
  cells.value.map((point) => {
    const found = outputAt(point);
    if (found === undefined) return undefined;
    // Simulated already, and not compared yet: there is neither an exact value nor a reason why there is none.
    const waits = field.value !== 'value' && field.value !== 'standardError' && found.exact === null;
    return waits && found.reasons['exact'] === undefined ? undefined : found[field.value];
  }),
);

export const scale = computed(() =>
  scaleOf(
    values.value.filter((value): value is number => typeof value === 'number'),
    field.value,
  ),
);

/** Number of the point under the pointer or the keyboard. */
export const looked = signal<number | null>(null);

/** One point as a study by itself, in Explore. */
export function openPoint(index: number): void {
  const place = placeOf(axes.value, index);
  const { params } = draft.value;
  const here = Object.fromEntries(axes.value.map(({ name, values: at }, axis) => [name, at[place[axis]!]!]));
  draft.value = { ...draft.value, params: { ...(isRecord(params) ? params : {}), ...here } };
  openTab('explore');
}
