/** The worker that writes the report of one result; opened for it, and closed after. */
import { htmlPage } from '#dist/report/page/html.js';
import { nodePen } from '#dist/report/plot/node-pen.js'; // a worker has no document to draw in either
import { reportPage } from '#dist/report/sections/pages.js';
import type { Result } from '#dist/result/result.js';
import type { TheoryResult } from '#dist/result/theory.js';
import { exactLaws } from '#dist/study/laws.js';

export interface ReportRequest {
  readonly result: Result;
  readonly theory: TheoryResult | null;
}

export type ReportAnswer = { readonly html: string } | { readonly problem: string };

const tell = (answer: ReportAnswer) => postMessage(answer);

export const listener = async ({ data: { result, theory } }: MessageEvent<ReportRequest>): Promise<void> => {
  try {
    const material = { pen: await nodePen(), theory: theory ?? undefined, laws: exactLaws(result.spec) };
    tell({ html: htmlPage(reportPage([{ kind: 'result', name: 'workbench', result, material }])) });
  } catch (error) {
    tell({ problem: (error as Error).message });
  }
};
