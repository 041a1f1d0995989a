import type { Result } from '#dist/result/result.js';
import type { Study } from '#dist/spec/study.js';

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** The result of the study run in the Node process that drives the browser. */
    runInNode(study: Study): Promise<Result>;
  }
}
