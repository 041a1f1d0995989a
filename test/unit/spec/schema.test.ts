import { describe, expect, it } from 'vitest';
import { DEMONSTRATION } from '#dist/spec/defaults.js';
import { EXPECTED } from '#dist/spec/expected.js';
import { STUDY_FIELDS, studyJsonSchema } from '#dist/spec/schema.js';
import { parseStudy } from '#dist/study/check.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly description?: string;
}

const schema = studyJsonSchema() as Schema;

/** Dotted paths of every named field below a schema. */
function* fieldsOf(s: Schema, at = ''): Generator<string> {
  for (const [name, inner] of Object.entries(s.properties ?? {})) {
    yield at + name;
    yield* fieldsOf(inner, `${at}${name}.`);
  }
  for (const inner of s.anyOf ?? []) yield* fieldsOf(inner, at);
  if (s.items !== undefined) yield* fieldsOf(s.items, at);
}

describe('the JSON Schema of the study', () => {
  it('describes every field, requires the model alone and refuses unknown ones', () => {
    expect(Object.keys(schema.properties!)).toEqual(STUDY_FIELDS);
    for (const field of STUDY_FIELDS) expect(schema.properties![field]!.description, field).toMatch(/\.$/);
    expect(schema.required).toEqual(['model']);
    expect(schema.additionalProperties).toBe(false);
  });

  it('has the fields that messages are written for, and no others', () => {
    const spoken = Object.keys(EXPECTED).filter((field) => /^[\w.]+$/.test(field) && field !== '');
    expect(new Set(fieldsOf(schema))).toEqual(new Set(spoken));
  });
});

describe('the demonstration', () => {
  it('is a sound study: set B from 0.1 to 0.8', () => {
    const study = parseStudy(DEMONSTRATION);
    expect(study.params).toEqual({ alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 });
    expect(study.saveAt).toEqual([10, 20, 40]);
    expect(study.firstPassage).toEqual({ threshold: 0.8, direction: 'up', monitor: 'bridge', bins: 100 });
  });
});
