/** What of a result is looked at: which save time, which threshold, on which scale. Kept in the address. */
import { computed } from '@preact/signals';
import type { FirstPassage } from '#dist/result/result.js';
import { result } from '../../state/engine.js';
import { view } from '../../state/link.js';

export const choose = (name: string, value: string | undefined): void => {
  const { [name]: _, ...others } = view.value;
  view.value = value === undefined ? others : { ...others, [name]: value };
};

const placeIn = (name: string, fallback: number, count: number): number => {
  const chosen = Number(view.value[name] ?? fallback);
  return Math.max(0, Math.min(Number.isInteger(chosen) ? chosen : fallback, count - 1));
};

/** The last one, where none is chosen. */
export const saveTime = computed(() => {
  const times = result.value?.snapshots.map(({ time }) => time) ?? [];
  return { times, index: placeIn('at', times.length - 1, times.length) };
});

export const level = computed(() => {
  const first = result.value?.firstPassage ?? null;
  const passages: readonly FirstPassage[] = first === null ? [] : 'threshold' in first ? [first] : first;
  const index = placeIn('level', 0, passages.length);
  return { passages, index, passage: passages[index] ?? null };
});

export const logScale = computed(() => view.value['log'] === '1');
