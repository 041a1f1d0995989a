/**
 * What draws: Observable Plot, and a document to draw in. The plots ask for one and touch nothing else, so that they are the same in
 * a browser (`loadPen(document)`) and in Node (node-pen.ts).
 */

export interface Pen {
  readonly Plot: typeof import('@observablehq/plot');
  readonly document: Document;
}

/** Loads the library the first time: a tenth of a second that no other command should pay. */
export async function loadPen(document: Document): Promise<Pen> {
  return { Plot: await import('@observablehq/plot'), document };
}
