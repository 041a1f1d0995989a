/**
 * One script for both workers of the page, so that what they share is loaded once: the name of the worker is its role. Messages
 * that come before the role is loaded wait for it.
 */
export type Listener = (event: MessageEvent) => void;

const early: MessageEvent[] = [];
const keep: Listener = (event) => early.push(event);
addEventListener('message', keep);

const role: Promise<{ readonly listener: Listener }> =
  self.name === 'engine' ? import('./engine.js') : import('./oracle.js');
role.then(({ listener }) => {
  removeEventListener('message', keep);
  addEventListener('message', listener);
  early.splice(0).forEach(listener);
});
