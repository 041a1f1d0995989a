/** A pen for Node, where there is no document. Not for pages: a bundle would carry a second DOM. */
import { loadPen, type Pen } from './pen.js';

export async function nodePen(): Promise<Pen> {
  const { parseHTML } = await import('linkedom');
  return loadPen(parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document);
}
