/** What can be kept of a result. */
import { useRef } from 'preact/hooks';
import type { Result } from '#dist/result/result.js';
import { filesOf, result } from '../../state/engine.js';
import { compared } from '../../state/oracle.js';
import { saveText } from '../../state/save.js';

/** The result with its checks, as the command line writes it. */
export function resultNow(): Result | null {
  const shown = result.value;
  return shown === null ? null : { ...shown, ...compared.value };
}

export function Downloads() {
  const menu = useRef<HTMLDetailsElement>(null);
  const now = resultNow();
  const close = () => menu.current?.removeAttribute('open');
  const each = async () => {
    for (const [name, text] of Object.entries(await filesOf(now!))) saveText(name, text, 'text/csv');
    close();
  };
  return (
    <details class="menu" ref={menu} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <summary class="button" aria-disabled={now === null}>
        Download
      </summary>
      <div class="menu-items">
        <button
          type="button"
          disabled={now === null}
          onClick={() => {
            saveText('result.json', `${JSON.stringify(now, null, 2)}\n`, 'application/json');
            close();
          }}
        >
          Result as JSON
        </button>
        <button type="button" disabled={now === null} onClick={each}>
          Tables as CSV
        </button>
      </div>
    </details>
  );
}
