/** `firstpassage report --preprint`: the claims of arXiv 2501.16783, examined anew. */
import { UsageError } from '../errors.js';
import { plainText } from '../report/page/page.js';
import { nodePen } from '../report/plot/node-pen.js';
import { preprintPage } from '../report/sections/preprint.js';
import { DEFAULT_PATHS, DEFAULT_SEED, preprint } from '../study/preprint/preprint.js';
import { applySets } from '../study/sets.js';
import { INTERRUPTED } from './exit.js';
import { interruptible } from './interrupt.js';
import { createProgress } from './progress.js';
import { type PageOptions, prepareDestination, writePage } from './report-output.js';
import { note, print, printJson } from './terminal.js';

export interface PreprintOptions extends PageOptions {
  readonly set?: readonly string[];
  readonly json?: boolean;
}

/** With --json the data of the page go to stdout, and the page is written where --out says so. */
export async function reportPreprint(options: PreprintOptions): Promise<void> {
  const { paths, seed } = sizeOf(options.set ?? []);
  const destination = options.json && options.out === undefined ? null : await prepareDestination(options);
  const display = createProgress(options);
  const { value: found, interrupted } = await interruptible((signal) =>
    preprint({
      paths,
      seed,
      signal,
      onProgress: display.update,
      onClaim: ({ title, verdict }, index, count) => {
        if (!options.quiet) note(`${index} of ${count}: ${title}: ${verdict}`);
      },
    }).finally(display.stop),
  );
  if (destination !== null) {
    const page = preprintPage(found, await nodePen(), commandOf(options, destination.path));
    await writePage(page, destination);
    if (!options.json && destination.path !== '-') await print(`${page.title}\n${plainText(page.lede)}`);
  }
  if (options.json) await printJson(found);
  if (interrupted) process.exitCode = INTERRUPTED;
}

/** What --set may change: the paths of each study, and the text from which their seeds are made. */
function sizeOf(sets: readonly string[]): { paths: number; seed: string } {
  const fields = applySets({ paths: DEFAULT_PATHS, seed: DEFAULT_SEED }, sets) as Record<string, unknown>;
  const { paths, seed, ...others } = fields;
  const [odd] = Object.keys(others);
  if (odd !== undefined)
    throw new UsageError(
      `--set: expected paths or seed with --preprint, whose studies are fixed, got ${odd}: leave it out`,
    );
  if (typeof paths !== 'number' || !Number.isInteger(paths) || paths < 0)
    throw new UsageError(
      `--set paths: expected a whole number ≥ 0 (0: exact values alone), got ${JSON.stringify(paths)}`,
    );
  return { paths, seed: String(seed) };
}

const commandOf = ({ set = [] }: PreprintOptions, path: string): string =>
  ['firstpassage report --preprint', ...set.map((one) => `--set ${one}`), `--out ${path}`].join(' ');
