/** The study that the page is about, as a study file would have it. Everything else of the page follows from it. */
import { computed, signal } from '@preact/signals';
import { type Preset, presets } from '#dist/model/presets.js';
import { DEMONSTRATION } from '#dist/spec/defaults.js';

export type Raw = Readonly<Record<string, unknown>>;

/** What opens where the link says nothing: set B of the severity model. */
export const OPENING: Raw = { ...DEMONSTRATION };

export const draft = signal<Raw>(OPENING);

/** A field by its dotted path; undefined where it is not written. */
export function fieldOf(raw: Raw, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), raw);
}

/** The draft with this field; undefined takes it out. */
export function withField(raw: Raw, path: string, value: unknown): Raw {
  const [key, ...inner] = path.split('.') as [string, ...string[]];
  if (inner.length > 0) {
    const outer = isRecord(raw[key]) ? raw[key] : {};
    return { ...raw, [key]: withField(outer, inner.join('.'), value) };
  }
  const { [key]: _, ...others } = raw;
  if (value === undefined) return others;
  return key in raw ? { ...raw, [key]: value } : { ...others, [key]: value };
}

export function setField(path: string, value: unknown): void {
  draft.value = withField(draft.value, path, value);
}

/** One point, where the study has a grid: what Explore runs. */
export function withoutGrid(raw: Raw): Raw {
  const { grid: _, outputs: __, independent: ___, ...point } = raw;
  return point;
}

export const isRecord = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The preset of the draft; null for a model of one's own. */
export const preset = computed((): Preset | null => {
  const { model } = draft.value;
  return typeof model === 'string' && Object.hasOwn(presets, model) ? presets[model]! : null;
});

/** Drift and diffusion as text, whatever the draft says. */
export const expressions = computed(() => {
  const { model } = draft.value;
  if (preset.value !== null) return { drift: preset.value.drift, diffusion: preset.value.diffusion };
  const text = (key: string) => (isRecord(model) && typeof model[key] === 'string' ? (model[key] as string) : '');
  return { drift: text('drift'), diffusion: text('diffusion') };
});

/** Values of the parameters by name: those written, and the preset's for the others. */
export const parameters = computed((): Readonly<Record<string, number>> => {
  const { params } = draft.value;
  const written = isRecord(params) ? (params as Record<string, number>) : {};
  return { ...preset.value?.params, ...written };
});

export const domain = computed((): readonly [number, number] => {
  const { domain: own, model } = draft.value;
  const inner = isRecord(model) ? model['domain'] : undefined;
  return ((own ?? inner ?? preset.value?.domain) as readonly [number, number] | undefined) ?? [0, 1];
});
