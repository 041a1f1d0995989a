/** Controls with their names and what is wrong with them. */
import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { Problem } from '#dist/errors.js';
import { problems } from '../state/engine.js';

/** Problems of a field or of its parts. */
export const problemsAt = (path: string): readonly Problem[] =>
  problems.value.filter(({ path: at }) => at === path || at.startsWith(`${path}.`) || at.startsWith(`${path}[`));

export function Problems({ of, id }: { readonly of: readonly string[]; readonly id?: string }) {
  const found = [...new Set(of.flatMap(problemsAt))];
  if (found.length === 0) return null;
  return (
    <div class="problems" id={id} role="alert">
      {found.map(({ path, message }) => (
        <p key={path + message}>{message}</p>
      ))}
    </div>
  );
}

interface RowProps {
  readonly label: ComponentChildren;
  readonly for: string;
  readonly children: ComponentChildren;
  readonly title?: string | undefined;
}

export function Row({ label, for: id, children, title }: RowProps) {
  return (
    <div class="row" title={title}>
      <label for={id}>{label}</label>
      {children}
    </div>
  );
}

interface NumberProps {
  readonly label: ComponentChildren;
  readonly path: string;
  readonly value: number | undefined;
  /** What holds where nothing is written. */
  readonly placeholder?: string;
  readonly onValue: (value: number | undefined) => void;
  /** Accessible name, where the label is not plain text. */
  readonly name?: string;
  readonly title?: string;
  readonly children?: ComponentChildren;
}

/** Exact entry: 0.05, 1e6, 1,000,000. What is no number is said so and goes nowhere. */
export function NumberField({ label, path, value, placeholder, onValue, name, title, children }: NumberProps) {
  const id = useId();
  return (
    <>
      <Row label={label} for={id} title={title}>
        {children}
        <NumberInput {...{ id, path, value, placeholder, onValue, name }} />
      </Row>
      <Problems of={[path]} id={`${id}-problems`} />
    </>
  );
}

interface InputProps {
  readonly id?: string;
  readonly path: string;
  readonly value: number | undefined;
  readonly placeholder?: string | undefined;
  readonly onValue: (value: number | undefined) => void;
  readonly name?: string | undefined;
}

export function NumberInput({ id, path, value, placeholder, onValue, name }: InputProps) {
  const [text, setText] = useState<string | null>(null); // while it is being edited
  const shown = text ?? (value === undefined ? '' : written(value));
  const isWrong = text !== null && text.trim() !== '' && read(text) === undefined;
  const problem = problemsAt(path).length > 0;
  return (
    <input
      id={id}
      class="number"
      type="text"
      inputMode="decimal"
      autocomplete="off"
      spellcheck={false}
      value={shown}
      placeholder={placeholder}
      aria-label={name}
      aria-invalid={isWrong || problem}
      aria-describedby={problem && id ? `${id}-problems` : undefined}
      title={isWrong ? 'expected a number, for example 0.05 or 1e6' : undefined}
      onInput={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const number = read(typed);
        if (number !== undefined || typed.trim() === '') onValue(number);
      }}
      onBlur={() => setText(null)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') setText(null);
      }}
    />
  );
}

const written = (value: number): string =>
  (Math.abs(value) >= 1e7 ? value.toExponential() : String(value)).replace('e+', 'e');

function read(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/[,_\s](?=\d{3})/g, '')
    .replace('−', '-');
  return plain === '' || !Number.isFinite(Number(plain)) ? undefined : Number(plain);
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly path: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onValue: (value: T) => void;
  readonly title?: string;
}

export function SelectField<T extends string>({ label, path, value, options, onValue, title }: SelectProps<T>) {
  const id = useId();
  return (
    <>
      <Row label={label} for={id} title={title}>
        <select id={id} value={value} onChange={(event) => onValue(event.currentTarget.value as T)}>
          {options.map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </Row>
      <Problems of={[path]} />
    </>
  );
}

interface SliderProps {
  readonly name: string;
  readonly path: string;
  readonly value: number;
  readonly range: readonly [number, number];
  readonly label: ComponentChildren;
  readonly onValue: (value: number) => void;
  readonly children?: ComponentChildren;
}

const STEPS = 200; // of a slider over its range

/** A slider and, beside it, the exact value. Its range widens where an exact value lies outside. */
export function SliderField({ name, path, value, range, label, onValue, children }: SliderProps) {
  const id = useId();
  const wide = useRef({ key: '', from: 0, to: 0 });
  const key = range.join();
  if (wide.current.key !== key) wide.current = { key, from: range[0], to: range[1] };
  const from = Math.min(wide.current.from, value);
  const to = Math.max(wide.current.to, value);
  Object.assign(wide.current, { from, to });
  const step = niceStep((to - from) / STEPS);
  return (
    <>
      <div class="row slider">
        <label for={id}>{label}</label>
        <input
          id={id}
          type="range"
          min={from}
          max={to}
          step={step}
          value={value}
          aria-label={name}
          onInput={(event) => onValue(rounded(Number(event.currentTarget.value), step))}
        />
        <NumberInput
          path={path}
          value={value}
          name={`${name}, exact value`}
          onValue={(v) => v !== undefined && onValue(v)}
        />
        {children}
      </div>
      <Problems of={[path]} />
    </>
  );
}

/** 1, 2 or 5 times a power of ten: values on the slider are short. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((multiple) => multiple * power >= rough) ?? 10);
}

const rounded = (value: number, step: number): number => Number((Math.round(value / step) * step).toPrecision(12));
