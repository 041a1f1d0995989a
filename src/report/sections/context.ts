/** What the sections of a report are made from, beside the result itself. */
import type { TheoryResult } from '../../result/theory.js';
import type { ExactLaws } from '../../study/laws.js';
import type { Pen } from '../plot/pen.js';

export interface ReportMaterial {
  readonly pen: Pen;
  /** The exact quantities of the study, where they could be had. */
  readonly theory?: TheoryResult | undefined;
  /** The exact curves, where they could be had. */
  readonly laws?: ExactLaws | undefined;
  /** Begins the name of each section and figure: '' for the only result of a page, else `r2-` or the like. */
  readonly prefix: string;
}
