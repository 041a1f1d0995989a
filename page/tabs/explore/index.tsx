/** Explore: one study, from its model to its numbers, while it runs. */
import { useEffect } from 'preact/hooks';
import { Formula, Prose } from '../../parts/math.js';
import { openStudyFile } from '../../parts/share-bar.js';
import { Figure } from '../../plot/figure.js';
import { expressions, parameters } from '../../state/draft.js';
import { checked, failure, result } from '../../state/engine.js';
import { view } from '../../state/link.js';
import { curves, landscape, samples, silence, theory } from '../../state/oracle.js';
import { Controls } from './controls.js';
import { Numbers } from './numbers.js';
import { exitPlot, landscapePlot, levelMarks, passagePlot, pathsPlot, positionPlot, survivalPlot } from './plots.js';
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
    return <p class="regime faint">{silence.value ?? 'The regime is being looked at …'}</p>;
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

const numberIn = (name: string): number => Number(view.value[name] ?? 0) || 0;
const choose = (name: string, value: string | undefined): void => {
  const { [name]: _, ...others } = view.value;
  view.value = value === undefined ? others : { ...others, [name]: value };
};

function Results() {
  const shown = result.value;
  const study = shown?.spec ?? checked.value?.study ?? null;
  if (study === null) {
    return <p class="empty">{failure.value ? 'Nothing could be run.' : 'Loading the engine …'}</p>;
  }
  const known = curves.value;
  const times = shown?.snapshots.map(({ time }) => time) ?? [];
  const last = times.length - 1;
  const at = Math.min(view.value['at'] === undefined ? last : numberIn('at'), last);
  const passages = shown?.firstPassage === null || !shown ? [] : [shown.firstPassage].flat();
  const which = Math.min(numberIn('level'), Math.max(0, passages.length - 1));
  const passage = passages[which];
  const logY = view.value['log'] === '1';
  const marks = levelMarks(study);
  return (
    <div class="results">
      <Numbers at={at} />
      {passage && shown && (
        <Figure
          title="First passage"
          class="wide"
          empty=""
          spec={passagePlot(shown, passage, known?.firstPassage[which])}
        >
          {passages.length > 1 && (
            <Choice
              name="Threshold"
              options={passages.map((one) => `${one.direction === 'up' ? '↑' : '↓'} ${one.threshold}`)}
              chosen={which}
              onChoose={(index) => choose('level', index === 0 ? undefined : String(index))}
            />
          )}
        </Figure>
      )}
      {passage && shown && (
        <Figure title="Survival" empty="" spec={survivalPlot(shown, passage, known?.firstPassage[which], logY)}>
          <Choice
            name="Scale"
            options={['linear', 'log']}
            chosen={logY ? 1 : 0}
            onChoose={(index) => choose('log', index === 1 ? '1' : undefined)}
          />
        </Figure>
      )}
      {shown &&
        (['lower', 'upper'] as const).map((side) => {
          const exit = shown.exits?.[side];
          return (
            exit && (
              <Figure
                key={side}
                title={`Exit, ${side} end`}
                empty=""
                spec={exitPlot(shown, side, exit, known?.exits[side])}
              />
            )
          );
        })}
      {shown && times.length > 0 && (
        <Figure title="Position" empty="" spec={positionPlot(shown, at, known, marks)}>
          {times.length > 1 && times.length <= 8 && (
            <Choice
              name="Time"
              options={times.map((time) => `t = ${time}`)}
              chosen={at}
              onChoose={(index) => choose('at', index === last ? undefined : String(index))}
            />
          )}
        </Figure>
      )}
      <Figure
        title="Paths"
        empty="The first paths are being followed …"
        spec={samples.value && checked.value ? pathsPlot(checked.value.study, samples.value) : null}
      />
      <Figure
        title="Drift and potential"
        empty="…"
        spec={landscape.value && checked.value ? landscapePlot(checked.value.study, landscape.value) : null}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly options: readonly string[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** One of few, all of them in sight. */
function Choice({ name, options, chosen, onChoose }: ChoiceProps) {
  return (
    <fieldset class="choice">
      <legend class="hidden">{name}</legend>
      {options.map((option, index) => (
        <label key={option}>
          <input type="radio" name={name} checked={index === chosen} onChange={() => onChoose(index)} />
          <span>{option}</span>
        </label>
      ))}
    </fieldset>
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
