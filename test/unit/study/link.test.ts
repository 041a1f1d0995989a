import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEMONSTRATION } from '#dist/spec/defaults.js';
import { linkText, readLink } from '#dist/study/link.js';

const view = { tab: 'sweep', at: '1' };

describe('the fragment of a link', () => {
  test('reads as --set does', () => {
    const study = {
      model: 'severity',
      params: { alpha: 0.5 },
      saveAt: [10, 20],
      firstPassage: { threshold: 0.8 },
      seed: 7,
    };
    expect(linkText({ study, view: {} })).toBe(
      'v=1&model=severity&params.alpha=0.5&saveAt=%5B10,20%5D&firstPassage.threshold=0.8&seed=7',
    );
  });

  test.each<[string, Record<string, unknown>]>([
    ['the demonstration', DEMONSTRATION],
    [
      'a model of its own',
      { model: { drift: 'a*x - b*x^3 + 1 & 2', diffusion: '0.5%' }, domain: [-2, 2], params: { a: -1e-9 } },
    ],
    ['thresholds in a list', { firstPassage: [{ threshold: 0.5 }, { threshold: 0.8, monitor: 'grid' }] }],
    [
      'text that looks like a number, a list, or nothing',
      { seed: '42', a: 'true', b: '[1]', c: '', d: 'null', e: '"q"' },
    ],
    ['text with signs of a link', { seed: 'a=b&c#d?é+ %41' }],
    ['null, no fields, and names with dots', { a: null, b: {}, c: { 'x.y': 1 }, d: [], e: false }],
  ])('brings back %s', (_, study) => {
    expect(readLink(`#${linkText({ study, view })}`)).toEqual({ study: JSON.parse(JSON.stringify(study)), view });
  });

  test('brings back anything that JSON can hold', () => {
    const name = fc.stringMatching(/^[A-Za-z][\w.]{0,6}$/).filter((key) => key !== 'v');
    const leaf = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string(),
      fc.boolean(),
      fc.constant(null),
    );
    const record = fc.dictionary(
      name.filter((key) => !key.includes('.')),
      fc.oneof(leaf, fc.array(leaf), fc.dictionary(name, leaf)),
    );
    fc.assert(
      fc.property(record, (study) => {
        const plain = JSON.parse(JSON.stringify(study)) as Record<string, unknown>;
        expect(readLink(linkText({ study: plain, view: {} }))).toEqual({ study: plain, view: {} });
      }),
    );
  });

  test('an empty one is an empty link', () => expect(readLink('#')).toEqual({ study: {}, view: {} }));

  test.each([['#model=severity'], ['#v=2&model=severity'], ['#foo']])('refuses %s', (text) => {
    expect(() => readLink(text)).toThrow(/expected a link with v=1/);
  });

  test('no name reaches the prototype of all objects', () => {
    const { study } = readLink('#v=1&__proto__.polluted=1&a.__proto__.polluted=2');
    expect(Object.getPrototypeOf(study)).toBe(Object.prototype);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
