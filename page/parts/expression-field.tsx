/** An expression with its errors in place: the text under the error's column is underlined while it is typed. */
import { useId, useRef } from 'preact/hooks';
import { setField } from '../state/draft.js';
import { problemsAt } from './fields.js';

interface Props {
  readonly label: string;
  readonly symbol: string;
  readonly path: string;
  readonly text: string;
}

export function ExpressionField({ label, symbol, path, text }: Props) {
  const id = useId();
  const mirror = useRef<HTMLDivElement>(null);
  const found = problemsAt(path);
  const column = found.find((problem) => problem.column !== undefined)?.column;
  return (
    <div class="expression">
      <label for={id}>
        {label} <var>{symbol}</var>
      </label>
      <div class="expression-text">
        {/* The same text in the same place, seen only for its underline. */}
        <div class="mirror" ref={mirror} aria-hidden="true">
          {column === undefined ? text : <Underlined text={text} column={column} />}
        </div>
        <textarea
          id={id}
          rows={2}
          value={text}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          aria-invalid={found.length > 0}
          aria-describedby={found.length > 0 ? `${id}-problems` : undefined}
          onInput={(event) => setField(path, event.currentTarget.value.replace(/\n/g, ' '))}
          onScroll={(event) => {
            if (mirror.current) mirror.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
      {found.length > 0 && (
        <div class="problems" id={`${id}-problems`} role="alert">
          {found.map(({ message }) => (
            <p key={message}>{message}</p>
          ))}
        </div>
      )}
    </div>
  );
}

/** The word or sign at the column; past the end of the text, a place for what is missing. */
function Underlined({ text, column }: { readonly text: string; readonly column: number }) {
  const at = Math.min(Math.max(0, column - 1), text.length);
  const wrong = /^(\w+|.)/.exec(text.slice(at))?.[0] ?? '\u00a0';
  return (
    <>
      {text.slice(0, at)}
      <mark>{wrong}</mark>
      {text.slice(at + wrong.length)}
    </>
  );
}
