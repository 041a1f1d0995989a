/** Buttons that come down from one: closed by Escape, by choosing, and by turning elsewhere. */
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly isDisabled?: boolean;
  /** @param close to be called when one was chosen. */
  readonly children: (close: () => void) => ComponentChildren;
}

export function Menu({ label, isDisabled = false, children }: Props) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => {
    const { current } = menu;
    if (current?.contains(document.activeElement)) current.querySelector('summary')!.focus(); // it must not be lost
    current?.removeAttribute('open');
  };
  return (
    <details
      class="menu"
      ref={menu}
      onKeyDown={(event) => event.key === 'Escape' && close()}
      onFocusOut={({ relatedTarget }) => {
        if (relatedTarget !== null && !menu.current?.contains(relatedTarget as Node))
          menu.current?.removeAttribute('open');
      }}
    >
      <summary class="button" aria-disabled={isDisabled}>
        {label}
      </summary>
      <div class="menu-items">{children(close)}</div>
    </details>
  );
}
