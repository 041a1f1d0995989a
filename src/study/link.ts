/**
 * A study, and what else a page shows, as the fragment of a link: `#v=1&model=severity&params.alpha=0.5&seed=7`.
 * Fields are those of the study file with dots between names, as `--set` writes them; values are JSON, and text that is no JSON
 * stands for itself. Lists are one value. What a page adds to it has names of its own that no field has.
 */

/** Of the form of the link: a later form keeps reading this one. */
const VERSION = '1';

/** What a fragment holds. */
export interface Link {
  /** As written in a study file; not checked. */
  readonly study: Readonly<Record<string, unknown>>;
  /** Fields of the page by name, e.g. the open tab. */
  readonly view: Readonly<Record<string, string>>;
}

/** @returns the fragment without its #. */
export function linkText({ study, view }: Link): string {
  const pairs = [
    ['v', VERSION],
    ...Object.entries(view).map(([name, value]) => [`${VIEW}${name}`, value]),
    ...fieldsOf(study, ''),
  ];
  return pairs.map(([name, value]) => `${escapeText(name!)}=${escapeText(value!)}`).join('&');
}

/**
 * @param fragment with or without its #. An empty one is an empty link.
 * @throws RangeError where the link is of a later form, or is not of this one.
 */
export function readLink(fragment: string): Link {
  const text = fragment.replace(/^#/, '');
  const study: Record<string, unknown> = {};
  const view: Record<string, string> = {};
  if (text === '') return { study, view };
  const pairs = text.split('&').map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return equals < 0
      ? [unescapeText(pair), '']
      : [unescapeText(pair.slice(0, equals)), unescapeText(pair.slice(equals + 1))];
  });
  const version = pairs.find(([name]) => name === 'v')?.[1];
  if (version !== VERSION) {
    throw new RangeError(
      `expected a link with v=${VERSION}, got ${version === undefined ? 'none' : `v=${version}`}: make a new link`,
    );
  }
  for (const [name, value] of pairs) {
    if (name === 'v') continue;
    if (name.startsWith(VIEW)) view[name.slice(VIEW.length)] = value;
    else place(study, name.split('.'), parsed(value));
  }
  return { study, view };
}

/** Before the names of what is no field of a study. */
const VIEW = '_';

function fieldsOf(value: object, prefix: string): [string, string][] {
  return Object.entries(value).flatMap(([name, inner]): [string, string][] => {
    const path = `${prefix}${name}`;
    // A name with a dot, and an empty object, would not come back as they were.
    const plain =
      isRecord(inner) && Object.keys(inner).length > 0 && !Object.keys(inner).some((key) => /[.]/.test(key));
    if (inner === undefined) return [];
    return plain ? fieldsOf(inner, `${path}.`) : [[path, textOf(inner)]];
  });
}

/** Text stands for itself unless it would be read as something else. */
const textOf = (value: unknown): string =>
  typeof value === 'string' && parsed(value) === value ? value : JSON.stringify(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function place(study: Record<string, unknown>, [name, ...inner]: readonly string[], value: unknown): void {
  if (name === undefined || name === '__proto__') return;
  if (inner.length === 0) {
    study[name] = value;
    return;
  }
  if (!isRecord(study[name])) study[name] = {};
  place(study[name] as Record<string, unknown>, inner, value);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As encodeURIComponent, but for what a fragment may hold as it is: links stay readable. */
const escapeText = (text: string): string =>
  encodeURIComponent(text).replace(/%(?:2C|3A|2F|40|24|3B)/g, (code) => decodeURIComponent(code));

function unescapeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray %
  }
}
