/** The files of the page over HTTP, and nothing else of this machine. */
import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import sirv from 'sirv';

/** As in page/index.html, which is what another host has of it; a header can also forbid frames. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'", // compiles WebAssembly, evaluates no text
  "style-src 'self'",
  "img-src 'self' data: blob:", // pictures of plots are made in the page
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  // Cross-origin isolation: a clock of 5 µs instead of 100 µs, and no other page in this one's process.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** Names under which a browser of this machine may ask: any other is a page elsewhere that has its name point here. */
const OWN_HOSTS = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * A server of a folder, not listening yet. What it may answer with is decided once, by exact name: the regular files that the
 * folder holds now. No path leads out of it, whatever it is made of, nor does a link that somebody puts into it.
 */
export function pageServer(folder: string): Server {
  const names = namesIn(folder);
  const send = sirv(folder, { etag: true, dev: true }); // dev: it looks for a file when it is asked, and walks no folder
  return createServer((request, response) => {
    for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
    if (!OWN_HOSTS.test(request.headers.host ?? '')) return end(response, 421, 'this server answers to localhost only');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return end(response, 405, 'only GET and HEAD');
    }
    const path = pathOf(request);
    const name = path === '/' ? '/index.html' : path;
    if (!names.has(name)) return end(response, 404, 'no such file');
    request.url = name;
    delete request.headers.range; // whole files only
    send(request, response, () => end(response, 404, 'no such file'));
  });
}

/** Absolute URL paths of the regular files in a folder. */
function namesIn(folder: string): ReadonlySet<string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('.'),
  );
  const names = files.map(
    ({ parentPath, name }) => `/${relative(folder, join(parentPath, name)).split(sep).join('/')}`,
  );
  return new Set(names);
}

/** Without the query, and as it was sent: an encoded path is no name of a file. */
const pathOf = ({ url = '' }: IncomingMessage): string => /^[^?#]*/.exec(url)![0];

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
