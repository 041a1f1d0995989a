/**
 * One script for all workers of the page, so that what they share is loaded once: the first message is the role. Messages that
 * come before the role is loaded wait for it.
 */
export type Role = keyof typeof ROLES;
export type Listener = (event: MessageEvent) => void;

const ROLES = {
  engine: (): Promise<{ listener: Listener }> => import('./engine.js'),
  oracle: (): Promise<{ listener: Listener }> => import('./oracle.js'),
  reporter: (): Promise<{ listener: Listener }> => import('./reporter.js'),
  sweep: (): Promise<{ listener: Listener }> => import('./sweep.js'),
  bench: (): Promise<{ listener: Listener }> => import('./bench.js'),
};

const early: MessageEvent[] = [];
const keep: Listener = (event) => early.push(event);

addEventListener(
  'message',
  async ({ data: role }: MessageEvent<Role>) => {
    addEventListener('message', keep);
    const { listener } = await ROLES[role]();
    removeEventListener('message', keep);
    addEventListener('message', listener);
    early.splice(0).forEach(listener);
  },
  { once: true },
);
