/** Explore: one study, from its model to its numbers, while it runs. */
import { useEffect } from 'preact/hooks';
import { Formula, Prose } from '../../parts/math.js';
import { openStudyFile } from '../../parts/share-bar.js';
import { expressions, parameters } from '../../state/draft.js';
import { checked, failure, problems, result } from '../../state/engine.js';
import { silence, theory } from '../../state/oracle.js';
import { Controls } from './controls.js';
import { ExitFigure, LandscapeFigure, PassageFigure, PathsFigure, PositionFigure, SurvivalFigure } from './figures.js';
import { Numbers } from './numbers.js';
import { RunBar } from './run-bar.js';

export function Explore() {
  useEffect(dropFiles, []);
  return (
    <div class="explore">
      <aside class="side" aria-label="Study">
        <Controls />
      </aside>
      <main id="main" tabIndex={-1}>
        <Equation />
        <RunBar />
        <Results />
      </main>
    </div>
  );
}

function Equation() {
  const { drift, diffusion } = expressions.value;
  return (
    <section class="equation" aria-label="Model">
      <p class="formula-line">
        <var>dx</var> = <span class="bracket">[</span>
        <Formula text={drift} />
        <span class="bracket">]</span>
        {'\u2009'}
        <var>dt</var> + <span class="bracket">(</span>
        <Formula text={diffusion} />
        <span class="bracket">)</span>
        {'\u2009'}
        <var>dW</var>
      </p>
      <Regime />
    </section>
  );
}

/** The regime in words: its name and first sentence; the rest where it is asked for. */
function Regime() {
  const regime = theory.value?.regime;
  if (!regime) {
    const waiting =
      problems.value.length > 0 ? 'The regime is told of a study without problems.' : 'The regime is being looked at …';
    return <p class="regime faint">{silence.value ?? waiting}</p>;
  }
  const [first, rest] = firstSentence(regime.text);
  const names = Object.keys(parameters.value);
  return (
    <details class="regime" data-testid="regime">
      <summary>
        <b>{capital(regime.label)}.</b> <Prose text={first} names={names} />
        {rest && <span class="more" />}
      </summary>
      {rest && (
        <p>
          <Prose text={rest} names={names} />
        </p>
      )}
    </details>
  );
}

/** A sentence ends with a full stop before a capital letter, not inside a number. */
function firstSentence(text: string): [string, string] {
  const end = /\.\s+(?=[A-Z(])/.exec(text);
  return end === null ? [text, ''] : [text.slice(0, end.index + 1), text.slice(end.index + end[0].length)];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function Results() {
  const isShown = result.value !== null || checked.value !== null;
  const hasProblems = problems.value.length > 0;
  if (!isShown) {
    const why = failure.value ? 'Nothing could be run.' : 'Loading the engine …';
    return (
      <p class="empty">{hasProblems ? 'Numbers and plots come when the problems of the study are mended.' : why}</p>
    );
  }
  return (
    <div class="results">
      {hasProblems && <p class="note outdated">Below is the study as it was before it had a problem.</p>}
      <Numbers />
      <PassageFigure />
      <SurvivalFigure />
      <ExitFigure side="lower" />
      <ExitFigure side="upper" />
      <PositionFigure />
      <PathsFigure />
      <LandscapeFigure />
    </div>
  );
}

/** A study file dropped anywhere on the page opens. */
function dropFiles(): () => void {
  const over = (event: DragEvent) => event.preventDefault();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file)
      openStudyFile(file).catch((error: Error) => {
        failure.value = error.message;
      });
  };
  addEventListener('dragover', over);
  addEventListener('drop', drop);
  return () => {
    removeEventListener('dragover', over);
    removeEventListener('drop', drop);
  };
}
