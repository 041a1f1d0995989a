/** The phase diagram: a cell for each point, in colour; the pointer or the arrow keys read it, a click or Enter opens it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatNumber } from '#dist/report/number.js';
import { MathName } from '../../parts/math.js';
import { axes } from '../../state/sweep.js';
import { themed } from '../../state/theme.js';
import { colourAt, schemeNow, shareOf } from './colours.js';
import { pointText } from './point.js';
import { field, looked, openPoint, scale, values } from './view.js';

// In CSS pixels:
const MAP = { left: 58, right: 0 }; // room for the values on the second axis
const STRIP = { left: 62, right: 14, high: 44 }; // of a map with one axis, as wide as the plot above it (plot/canvas.tsx)
const LABEL_WIDTH = 52;
const LABEL_HEIGHT = 26;

export function PhaseMap() {
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [first, second] = axes.value;
  const nx = first?.values.length ?? 1;
  const ny = second?.values.length ?? 1;
  const { left, right } = second ? MAP : STRIP;
  const wide = Math.max(0, width - left - right);
  const high = second ? Math.round(Math.min(wide * 0.72, Math.max(220, innerHeight - 330))) : STRIP.high;

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(holder.current!);
    return () => observer.disconnect();
  }, []);

  const shown = values.value;
  const colours = scale.value;
  const theme = themed.value;
  useEffect(() => {
    if (canvas.current && wide > 0) draw(canvas.current, { wide, high, nx, ny }, shown, colours);
  }, [shown, colours, wide, high, nx, ny, theme]);

  if (first === undefined) return null;
  /** Number of the point in column i from the left and row j from below. */
  const indexAt = (i: number, j: number) => i * ny + j;
  const under = (event: PointerEvent | MouseEvent): number | null => {
    const box = canvas.current!.getBoundingClientRect();
    const i = Math.floor(((event.clientX - box.left) / box.width) * nx);
    const j = ny - 1 - Math.floor(((event.clientY - box.top) / box.height) * ny);
    return i >= 0 && i < nx && j >= 0 && j < ny ? indexAt(i, j) : null;
  };
  const at = looked.value === null || looked.value >= nx * ny ? null : looked.value;
  const [i, j] = at === null ? [0, 0] : [Math.floor(at / ny), at % ny];
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
      Home: [-nx, 0],
      End: [nx, 0],
      PageUp: [0, ny],
      PageDown: [0, -ny],
    };
    const move = moves[event.key];
    if (move) {
      const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
      looked.value = at === null ? indexAt(0, 0) : indexAt(clamp(i + move[0], nx), clamp(j + move[1], ny));
    } else if ((event.key === 'Enter' || event.key === ' ') && at !== null) openPoint(at);
    else return;
    event.preventDefault();
  };
  const percent = (share: number) => `${100 * share}%`;
  const cell = {
    left: percent(i / nx),
    top: percent((ny - 1 - j) / ny),
    width: percent(1 / nx),
    height: percent(1 / ny),
  };
  const margins = { marginLeft: `${left}px`, marginRight: `${right}px` };
  return (
    <div class="phase" ref={holder}>
      {second && (
        <div class="phase-y" style={{ height: `${high}px` }} aria-hidden="true">
          {labelled(ny, high, LABEL_HEIGHT).map((k) => (
            <span key={k} style={{ top: `${((ny - 0.5 - k) / ny) * 100}%` }}>
              {tick(second.values[k]!)}
            </span>
          ))}
          <b>
            <MathName name={second.name} />
          </b>
        </div>
      )}
      <div
        class="phase-box"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a map that the arrow keys walk over
        tabIndex={0}
        data-testid="phase"
        aria-label={`Phase diagram over ${axes.value.map(({ name, values: v }) => `${name}, ${v.length} values`).join(', and ')}`}
        aria-roledescription="phase diagram"
        aria-describedby="phase-keys"
        style={{ height: `${high}px`, ...(second ? {} : margins) }}
        onKeyDown={onKeyDown}
        onFocus={() => {
          if (at === null) looked.value = 0;
        }}
        onPointerMove={(event) => {
          if (event.pointerType !== 'touch') looked.value = under(event) ?? looked.value;
        }}
        onClick={(event) => {
          const index = under(event);
          const isTouch = (event as unknown as PointerEvent).pointerType === 'touch';
          // A finger cannot hover: its first tap reads, and the panel has the button that opens.
          if (index !== null && (!isTouch || index === looked.value)) openPoint(index);
          else looked.value = index ?? looked.value;
        }}
      >
        <canvas ref={canvas} />
        {at !== null && <i class="phase-cursor" style={cell} />}
      </div>
      <div class="phase-x" style={margins} aria-hidden="true">
        {labelled(nx, wide, LABEL_WIDTH).map((k) => (
          <span key={k} style={{ left: `${((k + 0.5) / nx) * 100}%` }}>
            {tick(first.values[k]!)}
          </span>
        ))}
        <b>
          <MathName name={first.name} />
        </b>
      </div>
      <p class="hidden" id="phase-keys">
        Arrow keys move from point to point, Enter opens the point in Explore. The table below has all numbers.
      </p>
      <p class="hidden" role="status" aria-live="polite">
        {at !== null && pointText(at)}
      </p>
    </div>
  );
}

interface Size {
  readonly wide: number;
  readonly high: number;
  readonly nx: number;
  readonly ny: number;
}

function draw(
  canvas: HTMLCanvasElement,
  { wide, high, nx, ny }: Size,
  shown: readonly (number | null | undefined)[],
  colours: (typeof scale)['value'],
): void {
  const ratio = devicePixelRatio;
  const [w, h] = [Math.round(wide * ratio), Math.round(high * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  canvas.style.width = `${wide}px`;
  canvas.style.height = `${high}px`;
  const context = canvas.getContext('2d')!;
  const style = getComputedStyle(canvas);
  const scheme = schemeNow();
  const dot = style.getPropertyValue('--ink-3');
  const stripes = stripesOf(context, style.getPropertyValue('--ink-3'), ratio);
  context.clearRect(0, 0, w, h);
  const edge = (k: number, count: number, size: number) => Math.round((k * size) / count); // whole pixels: no seams
  const radius = Math.min(2 * ratio, w / nx / 6, h / ny / 6);
  for (let i = 0; i < nx; i++) {
    for (let j = 0; j < ny; j++) {
      const value = shown[i * ny + j];
      const [x0, x1] = [edge(i, nx, w), edge(i + 1, nx, w)];
      const [y0, y1] = [edge(ny - 1 - j, ny, h), edge(ny - j, ny, h)];
      if (value === undefined || colours === null) {
        context.fillStyle = dot;
        context.fillRect((x0 + x1) / 2 - radius / 2, (y0 + y1) / 2 - radius / 2, radius, radius);
      } else if (value === null) {
        context.fillStyle = stripes;
        context.fillRect(x0, y0, x1 - x0, y1 - y0);
      } else {
        context.fillStyle = colourAt(shareOf(value, colours), colours.kind, scheme);
        context.fillRect(x0, y0, x1 - x0, y1 - y0);
      }
    }
  }
}

/** Cells without a value: thin lines that run on from cell to cell. The legend's swatch has the same in style/sweep.css. */
function stripesOf(context: CanvasRenderingContext2D, ink: string, ratio: number): CanvasPattern {
  const tile = document.createElement('canvas');
  const size = Math.round(7 * ratio);
  tile.width = tile.height = size;
  const pen = tile.getContext('2d')!;
  pen.strokeStyle = ink;
  pen.lineWidth = 0.8 * ratio;
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - 1, size + 1);
    pen.lineTo(shift + size + 1, -1);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat')!;
}

/** Places that get a label, evenly spread, as many as there is room for. */
function labelled(count: number, size: number, room: number): number[] {
  const every = Math.max(1, Math.ceil((count * room) / Math.max(1, size)));
  return Array.from({ length: Math.ceil(count / every) }, (_, k) => k * every);
}

const tick = (value: number): string => formatNumber(Number(value.toPrecision(4)));

/** What the colours mean. */
export function MapLegend({ title }: { readonly title: string }) {
  const colours = scale.value;
  themed.value; // the colours are those of the page
  if (colours === null)
    return (
      <div class="ramp">
        <span class="ramp-title">{title}</span>
        <CellKeys />
      </div>
    );
  const { limits, kind, isLog } = colours;
  const shares = Array.from({ length: 33 }, (_, k) => k / 32);
  const gradient = `linear-gradient(to right, ${shares.map((share) => colourAt(share, kind, schemeNow())).join(', ')})`;
  const marks = limits[1] > limits[0] ? [0, 0.5, 1] : [0.5];
  const valueAt = (share: number) =>
    isLog ? limits[0] * (limits[1] / limits[0]) ** share : limits[0] + (limits[1] - limits[0]) * share;
  const isCut = field.value === 'zCorrected';
  return (
    <div class="ramp">
      <span class="ramp-title">
        {title}
        {isLog && <small> equal ratios</small>}
      </span>
      <i style={{ backgroundImage: gradient }} />
      <span class="ramp-values">
        {marks.map((share) => (
          <span key={share} style={{ left: `${100 * share}%` }}>
            {isCut && share === 0 && '≤ '}
            {isCut && share === 1 && '≥ '}
            {formatNumber(Number(valueAt(share).toPrecision(3))).replace('-', '−')}
          </span>
        ))}
      </span>
      <CellKeys />
    </div>
  );
}

/** What cells without a colour mean, where there are some. */
function CellKeys() {
  const shown = values.value;
  const isEmpty = shown.some((value) => value === null);
  const isWaiting = shown.some((value) => value === undefined);
  if (!isEmpty && !isWaiting) return null;
  return (
    <span class="cell-keys">
      {isWaiting && (
        <span>
          <i class="waiting" /> not computed yet
        </span>
      )}
      {isEmpty && (
        <span>
          <i class="striped" /> no value here: a point says why
        </span>
      )}
    </span>
  );
}
