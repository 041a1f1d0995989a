/** Shaders are put together from small files by lines of the form `// #include "philox.wgsl"`; each file comes in once. */
import { shaderFiles } from './shaders.generated.js';

export interface Shader {
  readonly name: string;
  readonly code: string;
  /** By line of `code`, from 0: where it comes from, e.g. `philox.wgsl:12`. */
  readonly origins: readonly string[];
}

const INCLUDE = /^\/\/ #include "([^"]+)"$/;

/**
 * @param entry name of the outermost file
 * @param header constants that come before everything
 * @param generated files that are printed for the plan at hand, by name
 */
export function compose(entry: string, header: string, generated: Readonly<Record<string, string>> = {}): Shader {
  const files: Readonly<Record<string, string>> = { ...shaderFiles, ...generated };
  const included = new Set<string>();
  const lines: string[] = [];
  const origins: string[] = [];
  const append = (name: string, text: string) => {
    text.split('\n').forEach((line, i) => {
      const wanted = INCLUDE.exec(line)?.[1];
      if (wanted === undefined) {
        lines.push(line);
        origins.push(`${name}:${i + 1}`);
      } else include(wanted, name);
    });
  };
  const include = (name: string, from: string) => {
    if (included.has(name)) return;
    included.add(name);
    const text = files[name];
    if (text === undefined) throw new TypeError(`${from} includes ${name}, which does not exist`);
    append(name, text);
  };
  append('header', header);
  include(entry, 'compose()');
  return { name: entry, code: lines.join('\n'), origins };
}
