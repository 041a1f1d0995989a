/** A plot with its title, legend, readout, and the ways to save it. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { save } from '../state/save.js';
import { PlotCanvas } from './canvas.js';
import type { PlotSpec } from './spec.js';

interface Props {
  readonly spec: PlotSpec | null;
  readonly title: string;
  /** In place of a plot that there is not yet. */
  readonly empty: string;
  /** Choices that belong to the plot. */
  readonly children?: ComponentChildren;
  readonly class?: string;
}

export function Figure({ spec, title, empty, children, class: name = '' }: Props) {
  const [read, setRead] = useState('');
  return (
    <figure class={`figure ${name}`} data-plot={spec?.id}>
      <figcaption class="figure-head">
        <h3>{title}</h3>
        {children}
        {spec && <SaveMenu spec={spec} />}
      </figcaption>
      {spec ? <PlotCanvas spec={spec} onRead={setRead} /> : <p class="figure-empty">{empty}</p>}
      <div class="legend">{spec && (read === '' ? <Legend spec={spec} /> : <span class="readout">{read}</span>)}</div>
    </figure>
  );
}

function Legend({ spec }: { readonly spec: PlotSpec }) {
  const named = spec.series.filter(({ silent }) => !silent);
  return (
    <>
      {named.map(({ name, ink, kind, dashed }) => (
        <span class="legend-entry" key={name}>
          <i class={`swatch ${ink} ${kind} ${dashed ? 'dashed' : ''}`} />
          {name}
        </span>
      ))}
      {(spec.points?.length ?? 0) > 0 && (
        <>
          {spec.points!.some(({ filled }) => filled) && (
            <span class="legend-entry">
              <i class="dot filled" /> stable
            </span>
          )}
          {spec.points!.some(({ filled }) => !filled) && (
            <span class="legend-entry">
              <i class="dot" /> unstable
            </span>
          )}
        </>
      )}
    </>
  );
}

function SaveMenu({ spec }: { readonly spec: PlotSpec }) {
  const as = async (kind: 'svg' | 'png') => {
    const { plotSvg, plotPng } = await import('./svg.js');
    if (kind === 'svg') save(`${spec.id}.svg`, new Blob([plotSvg(spec)], { type: 'image/svg+xml' }));
    else save(`${spec.id}.png`, await plotPng(spec));
  };
  return (
    <span class="save-plot">
      <button type="button" class="quiet" onClick={() => as('svg')} aria-label={`Save the plot “${spec.title}” as SVG`}>
        SVG
      </button>
      <button type="button" class="quiet" onClick={() => as('png')} aria-label={`Save the plot “${spec.title}” as PNG`}>
        PNG
      </button>
    </span>
  );
}
