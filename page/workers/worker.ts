/**
 * One script for both workers of the page, so that what they share is loaded once: the first message is the role. Messages that
 * come before the role is loaded wait for it.
 */
export type Role = 'engine' | 'oracle';
export type Listener = (event: MessageEvent) => void;

const early: MessageEvent[] = [];
const keep: Listener = (event) => early.push(event);

addEventListener(
  'message',
  async ({ data: role }: MessageEvent<Role>) => {
    addEventListener('message', keep);
    const { listener }: { listener: Listener } = await (role === 'engine'
      ? import('./engine.js')
      : import('./oracle.js'));
    removeEventListener('message', keep);
    addEventListener('message', listener);
    early.splice(0).forEach(listener);
  },
  { once: true },
);
