/** A report as data: html.ts and markdown.ts write it. Every string in it is plain text, from wherever; the writers escape it. */
import type { Figure } from '../plot/figure.js';

export interface Page {
  readonly title: string;
  /** One line above the title: what kind of page this is. */
  readonly kicker?: string | undefined;
  /** What it is about and what came out, in a sentence or three. */
  readonly lede: Inline;
  readonly sections: readonly Section[];
  readonly footer?: Inline | undefined;
}

export interface Section {
  /** Its place in the page: small letters, digits and dashes; once in a page. */
  readonly id: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'text'; readonly text: Inline }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Inline[] }
  | { readonly kind: 'headlines'; readonly items: readonly Headline[] }
  | { readonly kind: 'notice'; readonly tone: 'note' | 'warning'; readonly text: Inline }
  | Table
  | { readonly kind: 'figures'; readonly figures: readonly Figure[] }
  | { readonly kind: 'code'; readonly title?: string | undefined; readonly code: string };

/** A number in large type: `11.409 ± 0.006`, what it is, and what theory says of it. */
export interface Headline {
  readonly label: string;
  readonly value: string;
  readonly note: Inline;
  /** Whether estimate and theory agree; left out where nothing was compared. */
  readonly ok?: boolean | undefined;
}

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Shown on demand only: for long ones. */
  readonly folded?: boolean | undefined;
}

export interface Column {
  readonly label: string;
  /** Numbers stand on the right, their digits below one another. Default left. */
  readonly align?: 'left' | 'right' | undefined;
}

export type Cell = Inline;

/** Running text: plain, or in pieces. */
export type Inline = string | readonly Piece[];

export type Piece =
  | string
  | { readonly strong: string }
  | { readonly code: string }
  /** A verdict in colour and words: never in colour alone. */
  | { readonly good: string }
  | { readonly bad: string };

/** The text of it, without marks. */
export const plainText = (inline: Inline): string =>
  typeof inline === 'string'
    ? inline
    : inline.map((piece) => (typeof piece === 'string' ? piece : textOf(piece))).join('');

const textOf = (piece: Exclude<Piece, string>): string => Object.values(piece)[0] as string;

/** All pictures of a page, in order. */
export const figuresOf = ({ sections }: Page): readonly Figure[] =>
  sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'figures' ? block.figures : [])));
