/** The plots of a study. Each is drawn anew when something that it shows has changed, and not else. */
import { useComputed } from '@preact/signals';
import { Figure } from '../../plot/figure.js';
import { checked, result } from '../../state/engine.js';
import { curves, landscape, samples } from '../../state/oracle.js';
import { exitPlot, landscapePlot, levelMarks, passagePlot, pathsPlot, positionPlot, survivalPlot } from './plots.js';
import { choose, level, logScale, saveTime } from './shown.js';

export function PassageFigure() {
  const spec = useComputed(() => {
    const [shown, passage] = [result.value, level.value.passage];
    return shown && passage && passagePlot(shown, passage, curves.value?.firstPassage[level.value.index]);
  });
  const { passages, index } = level.value;
  if (spec.value === null) return null;
  return (
    <Figure title="First passage" empty="" spec={spec.value}>
      {passages.length > 1 && (
        <Choice
          name="Threshold"
          options={passages.map((one) => `${one.direction === 'up' ? '↑' : '↓'} ${one.threshold}`)}
          chosen={index}
          onChoose={(next) => choose('level', next === 0 ? undefined : String(next))}
        />
      )}
    </Figure>
  );
}

export function SurvivalFigure() {
  const spec = useComputed(() => {
    const [shown, passage] = [result.value, level.value.passage];
    return (
      shown && passage && survivalPlot(shown, passage, curves.value?.firstPassage[level.value.index], logScale.value)
    );
  });
  if (spec.value === null) return null;
  return (
    <Figure title="Survival" empty="" spec={spec.value}>
      <Choice
        name="Scale"
        options={['linear', 'log']}
        chosen={logScale.value ? 1 : 0}
        onChoose={(index) => choose('log', index === 1 ? '1' : undefined)}
      />
    </Figure>
  );
}

export function ExitFigure({ side }: { readonly side: 'lower' | 'upper' }) {
  const spec = useComputed(() => {
    const exit = result.value?.exits?.[side];
    return exit ? exitPlot(result.value!, side, exit, curves.value?.exits[side]) : null;
  });
  if (spec.value === null) return null;
  return <Figure title={`Exit, ${side} end`} empty="" spec={spec.value} />;
}

export function PositionFigure() {
  const spec = useComputed(() => {
    const shown = result.value;
    if (!shown?.snapshots[saveTime.value.index]?.paths) return null;
    return positionPlot(shown, saveTime.value.index, curves.value, levelMarks(shown.spec));
  });
  const { times, index } = saveTime.value;
  if (times[index] === undefined) return null;
  return (
    <Figure title="Position" empty={`No path is alive at time ${times[index]}.`} spec={spec.value}>
      {times.length > 1 && times.length <= MOST_TIMES && (
        <Choice
          name="Time"
          options={times.map((time) => `t = ${time}`)}
          chosen={index}
          onChoose={(next) => choose('at', next === times.length - 1 ? undefined : String(next))}
        />
      )}
    </Figure>
  );
}
const MOST_TIMES = 8; // to choose from in the head of a plot

export function PathsFigure() {
  const spec = useComputed(() =>
    samples.value && checked.value ? pathsPlot(checked.value.study, samples.value) : null,
  );
  return <Figure title="Paths" empty="The first paths are being followed …" spec={spec.value} />;
}

export function LandscapeFigure() {
  const spec = useComputed(() =>
    landscape.value && checked.value ? landscapePlot(checked.value.study, landscape.value) : null,
  );
  return <Figure title="Drift and potential" empty="…" spec={spec.value} />;
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
