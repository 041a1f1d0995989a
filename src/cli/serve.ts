/** `firstpassage serve`: the workbench in a browser of this machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { FirstPassageError, UsageError } from '../errors.js';
import { parseStudy } from '../study/check.js';
import { linkText } from '../study/link.js';
import { addStudyArgument, readRaw } from './options.js';
import { note, print } from './terminal.js';

const PAGE = fileURLToPath(new URL('../page', import.meta.url));
const LOOPBACK = '127.0.0.1'; // never another address: the page is for this machine

interface ServeOptions {
  readonly port?: string;
  readonly open?: boolean;
  readonly set?: readonly string[];
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  firstpassage serve                     the demonstration
  firstpassage serve study.yaml --open   a study of your own, in the default browser
  firstpassage serve --port 8080

The page computes in the browser; this program only hands it its files, on the loopback address alone. Any web host can do the
same with the folder dist/page of the package. Ctrl-C ends it.`;

export default function registerServe(program: Command): void {
  addStudyArgument(program.command('serve'))
    .summary('open the workbench in a browser')
    .description(
      'Serve the workbench, a page that runs studies on the GPU or the cores of the browser, to this machine alone.',
    )
    .option('--port <number>', 'the port to listen on; a free one without it')
    .option('--open', 'open the page in the default browser')
    .option('--quiet', 'print the address alone')
    .addHelpText('after', EXAMPLES)
    .action(serve);
}

async function serve(file: string | undefined, options: ServeOptions): Promise<void> {
  const port = readPort(options.port);
  const raw = await readRaw(file, options.set);
  parseStudy(raw); // the page would say what is wrong with it too, but here it is seen at once
  const { pageServer } = await import('./page-server.js');
  const server = pageServer(PAGE);
  await listen(server, port);
  const { port: found } = server.address() as AddressInfo;
  const isDemonstration = file === undefined && options.set === undefined; // which is what the page opens with
  const fragment = isDemonstration ? '' : `#${linkText({ study: raw as Record<string, unknown>, view: {} })}`;
  const address = `http://${LOOPBACK}:${found}/${fragment}`;
  await print(address);
  if (!options.quiet) note('the workbench is served to this machine alone; Ctrl-C ends it');
  if (options.open) openInBrowser(address);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  server.close();
  server.closeAllConnections();
}

function readPort(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new UsageError(
    `--port: expected a whole number from 0 to 65535, got ${JSON.stringify(text)}: leave it out for a free one`,
  );
}

async function listen(server: Server, port: number): Promise<void> {
  const listening = once(server, 'listening');
  server.listen(port, LOOPBACK);
  try {
    await listening;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { EADDRINUSE: 'another program listens there', EACCES: 'this user may not listen there' }[code ?? ''];
    throw new FirstPassageError(`port ${port}: ${why ?? message}: name another --port, or none for a free one`);
  }
}

/** A browser that does not start is no failure: the address is printed. */
function openInBrowser(address: string): void {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [address]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', address]]
        : ['xdg-open', [address]];
  const child = spawn(command as string, args as string[], { stdio: 'ignore', detached: true });
  child.on('error', () => note(`no browser was found to open: go to ${address}`));
  child.unref();
}
