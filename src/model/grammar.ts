/** The grammar of mathjs, by itself: the build makes one file of this module and what it needs (scripts/build.mjs). */
import { create, parseDependencies } from 'mathjs/number';

/** What a mathjs node looks like, as far as we read it. */
export interface Parsed {
  readonly type: string;
  readonly fn?: string | { readonly name: string };
  readonly op?: string;
  readonly implicit?: boolean;
  readonly args?: readonly Parsed[];
  readonly content?: Parsed;
  readonly value?: unknown;
  readonly name?: string;
}

/** @throws SyntaxError with the column in `char`. */
export const parse: (text: string) => Parsed = create({ ...parseDependencies }).parse;
