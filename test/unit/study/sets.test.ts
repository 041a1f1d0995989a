import { describe, expect, it } from 'vitest';
import { StudyError, UsageError } from '#dist/errors.js';
import { loadStudyText } from '#dist/study/load.js';
import { applySets } from '#dist/study/sets.js';

describe('applySets', () => {
  it('sets fields, makes missing ones, and reads values as YAML', () => {
    const raw = { model: 'severity', firstPassage: [{ threshold: 0.8 }] };
    const sets = [
      'params.alpha=0.5',
      'firstPassage.0.threshold=0.7',
      'saveAt=[1, 2]',
      'histogram.bins=7',
      'seed="12"',
      'model=brownian',
    ];
    expect(applySets(raw, sets)).toEqual({
      model: 'brownian',
      params: { alpha: 0.5 },
      firstPassage: [{ threshold: 0.7 }],
      saveAt: [1, 2],
      histogram: { bins: 7 },
      seed: '12',
    });
    expect(raw).toEqual({ model: 'severity', firstPassage: [{ threshold: 0.8 }] });
  });

  it('lets the later one win, appends to a list, and keeps text after the first equals sign', () => {
    expect(applySets({ saveAt: [1] }, ['saveAt.1=5', 'saveAt.1=2', 'seed=a=b'])).toEqual({
      saveAt: [1, 2],
      seed: 'a=b',
    });
  });

  it.each([
    ['alpha', '--set: expected path=value, got "alpha": for example --set params.alpha=0.5'],
    ['=1', '--set: expected path=value, got "=1": for example --set params.alpha=0.5'],
    ['params..a=1', '--set params..a: expected names between dots: for example --set params.alpha=0.5'],
    ['__proto__.a=1', '--set __proto__.a: expected names between dots: for example --set params.alpha=0.5'],
    ['model.drift=x', '--set model.drift: expected fields in model, got "severity": set model as a whole'],
    ['saveAt.first=1', '--set saveAt.first: expected a place from 0 to 1 in the list saveAt, got "first"'],
    ['saveAt.2=1', '--set saveAt.2: expected a place from 0 to 1 in the list saveAt, got "2"'],
  ])('refuses %s', (set, message) => {
    expect(() => applySets({ model: 'severity', saveAt: [1] }, [set])).toThrow(new UsageError(message));
  });

  it('refuses a value that is no YAML', () => {
    expect(() => applySets({}, ['saveAt=[1, 2'])).toThrow(/^--set saveAt: expected a value as YAML, got "\[1, 2": /);
  });
});

describe('loadStudyText', () => {
  it('reads YAML and JSON, also with a byte order mark and with tabs in JSON', () => {
    expect(loadStudyText('model: severity\nsaveAt: [1, 2]', 's.yaml')).toEqual({ model: 'severity', saveAt: [1, 2] });
    expect(loadStudyText('\uFEFF{\n\t"model": "severity",\n\t"dt": 0.1\n}', 's.json')).toEqual({
      model: 'severity',
      dt: 0.1,
    });
  });

  it.each([
    ['model: severity\ndt: [1', /^s\.yaml:2:\d+: expected YAML or JSON: /],
    ['model: severity\nmodel: brownian', /^s\.yaml:2:1: expected YAML or JSON: Map keys must be unique$/],
    [
      'model: severity\n---\nmodel: brownian',
      /^s\.yaml:2:1: expected one study, got another after it: give each a file of its own$/,
    ],
    ['a: &a [*b]', /^s\.yaml.*: expected YAML or JSON: .*alias.*b$/],
  ])('names the line and column of %j', (text, message) => {
    expect(() => loadStudyText(text, 's.yaml')).toThrow(StudyError);
    expect(() => loadStudyText(text, 's.yaml')).toThrow(message);
  });
});
