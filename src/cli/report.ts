/** `firstpassage report`: results as one page that people want to read. */
import { type Command, Option } from 'commander';
import { InterruptedError, UsageError } from '../errors.js';
import { type Page, plainText } from '../report/page/page.js';
import { nodePen } from '../report/plot/node-pen.js';
import { type ReportItem, reportPage } from '../report/sections/pages.js';
import { applySets } from '../study/sets.js';
import { INTERRUPTED } from './exit.js';
import { isInterrupted } from './interrupt.js';
import { readStudy, type StudyOptions, studyFrom } from './options.js';
import { readGiven } from './report-input.js';
import { FORMATS, type PageOptions, prepareDestination, writePage } from './report-output.js';
import { resultItem, runForReport } from './report-run.js';
import { print, printJson } from './terminal.js';

const EXAMPLES = `
Examples:
  firstpassage report                                     the severity demonstration: report.html
  firstpassage report results --out severity.html         of a folder that run, sweep or critical wrote with --out
  firstpassage report a/result.json b/result.json         several results, side by side
  firstpassage report study.yaml --set params.alpha=0.5   run a study first (its grid or control too)
  firstpassage report results --format png --out plots    each plot as a file (png or svg)
  firstpassage report results --out report.md             Markdown, its pictures beside it
  firstpassage report results --out - > report.html
  firstpassage report --preprint --out preprint.html      the claims of arXiv 2501.16783, examined anew (half a minute of processor time)

The HTML file holds everything, fetches nothing and runs no script; it follows the reader's choice of light or dark.`;

interface ReportOptions extends Omit<StudyOptions, 'out'>, PageOptions {
  readonly preprint?: boolean;
}

export default function registerReport(program: Command): void {
  program
    .command('report')
    .summary('make a page of results: HTML, Markdown, or each plot as SVG or PNG')
    .description(
      'Make one self-contained HTML page of results (or of a study, which is run first): numbers, plots, checks, provenance.',
    )
    .argument(
      '[given...]',
      'result.json, sweep.json or critical.json files, folders that hold one, a study file, or - for standard input; the severity demonstration without any',
    )
    .option(
      '--set <path=value>',
      'replace a field of the study; repeatable',
      (set: string, sets: readonly string[] = []) => [...sets, set],
    )
    .option(
      '--out <path>',
      'the file to write (html, md; - for standard output) or the folder for plots (svg, png); report.html without it',
    )
    .addOption(
      new Option('--format <format>', 'what to write; by the ending of --out without it').choices([...FORMATS]),
    )
    .addOption(
      new Option('--theme <theme>', 'colours of svg and png files').choices(['light', 'dark']).default('light'),
    )
    .option(
      '--preprint',
      'examine the claims of arXiv 2501.16783 one by one; --set paths=… and seed=… change the runs, --json prints the data',
    )
    .option('--json', 'print what was written, and the page in words, as JSON on stdout')
    .option('--force', 'replace what is there')
    .option('--quiet', 'no progress and no messages')
    .addHelpText('after', EXAMPLES)
    .action(reportCommand);
}

async function reportCommand(places: readonly string[], options: ReportOptions): Promise<void> {
  if (options.preprint) {
    if (places.length > 0)
      throw new UsageError(
        `--preprint: expected nothing to report on, got ${places.join(', ')}: leave one or the other out`,
      );
    const { reportPreprint } = await import('./report-preprint.js');
    return reportPreprint(options);
  }
  if (places.filter((place) => place === '-').length > 1)
    throw new UsageError('expected - once, got it twice: standard input can be read once only');
  const given = (await Promise.all(places.map(readGiven))).flat();
  const studies = given.filter(({ kind }) => kind === 'study');
  if ((options.set ?? []).length > 0 && given.length > 0 && studies.length === 0)
    throw new UsageError('--set: expected a study to change, got results, which are what they are: give the study');
  // Every study is checked and the place to write to looked at before anything runs.
  const asked = given.map((one) =>
    one.kind === 'study' ? { ...one, study: studyFrom(applySets(one.raw, options.set ?? []), options) } : one,
  );
  if (given.length === 0)
    asked.push({ kind: 'study', name: 'demonstration', raw: null, study: await readStudy(undefined, options) });
  const destination = await prepareDestination(options);
  const pen = await nodePen();

  const items: ReportItem[] = [];
  let interrupted = false;
  for (const one of asked) {
    await new Promise(setImmediate); // a Ctrl-C of the meantime is seen
    interrupted ||= isInterrupted();
    if (interrupted) break;
    if (one.kind === 'result') items.push(resultItem(one.name, one.result, pen));
    else if (one.kind !== 'study') items.push({ ...one, material: { pen } });
    else {
      const ran = await runForReport(one.name, one.study, options, pen).catch((error: unknown) => {
        if (error instanceof InterruptedError && items.length > 0) return null; // the page is of those that are done
        throw error;
      });
      if (ran !== null) items.push(ran.item);
      interrupted = ran?.interrupted ?? true;
    }
  }
  const page = reportPage(items);
  const files = await writePage(page, destination);
  if (options.json) await printJson(summaryOf(page, files));
  else if (destination.path !== '-') await print(`${page.title}\n${plainText(page.lede)}`);
  if (interrupted) process.exitCode = INTERRUPTED;
}

/** For scripts: which files, and what the page says at its top. */
const summaryOf = ({ title, lede, sections }: Page, files: readonly string[]) => ({
  schema: 'firstpassage/report@1',
  files,
  title,
  text: plainText(lede),
  headlines: sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      block.kind === 'headlines'
        ? block.items.map(({ label, value, note, ok }) => ({ label, value, note: plainText(note), ok: ok ?? null }))
        : [],
    ),
  ),
});
