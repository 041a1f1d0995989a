/** The frame of the page: what is above every tab, and the tab that is open. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ErrorBoundary } from './parts/error-boundary.js';
import { ShareBar } from './parts/share-bar.js';
import { linkProblem, TABS, type Tab, tab } from './state/link.js';
import { Explore } from './tabs/explore/index.js';

/** Tabs other than the first are loaded when they are opened; each module exports its component as `default`. */
const LATER: Readonly<Record<Exclude<Tab, 'explore'>, (() => Promise<{ default: ComponentType }>) | null>> = {
  sweep: () => import('./tabs/sweep/index.js'),
  benchmark: () => import('./tabs/benchmark/index.js'),
};

const NAMES: Readonly<Record<Tab, string>> = { explore: 'Explore', sweep: 'Sweep', benchmark: 'Benchmark' };
const offered = TABS.filter((name) => name === 'explore' || LATER[name] !== null);

export function App() {
  const open = offered.includes(tab.value) ? tab.value : 'explore';
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the results
      </button>
      <header class="top">
        <h1 class="wordmark">
          first<span>passage</span>
        </h1>
        {offered.length > 1 && (
          <nav aria-label="Views" class="tabs">
            {offered.map((name) => (
              <button
                type="button"
                key={name}
                aria-current={name === open ? 'page' : undefined}
                onClick={() => {
                  tab.value = name;
                }}
              >
                {NAMES[name]}
              </button>
            ))}
          </nav>
        )}
        <ShareBar />
      </header>
      {linkProblem.value && (
        <p class="banner bad" role="alert">
          The address of this page was not understood: {linkProblem.value}. This is the demonstration.
        </p>
      )}
      <ErrorBoundary>{open === 'explore' ? <Explore /> : <Later name={open} />}</ErrorBoundary>
    </>
  );
}

function Later({ name }: { readonly name: Exclude<Tab, 'explore'> }) {
  const [Content, setContent] = useState<ComponentType | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    setContent(null);
    LATER[name]?.().then(
      ({ default: loaded }) => setContent(() => loaded),
      (error: Error) => setProblem(error.message),
    );
  }, [name]);
  if (problem !== null) return <p class="banner bad">This view did not load: {problem}. Try again with a new page.</p>;
  return Content ? <Content /> : <p class="banner">Loading {NAMES[name]} …</p>;
}
