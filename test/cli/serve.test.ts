/** `firstpassage serve`: the page, on the loopback address, and no other file of the machine. */
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageServer } from '#dist/cli/page-server.js';
import { readLink } from '#dist/study/link.js';
import { firstpassage, type Running, start, temporaryFolder } from './spawn.js';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** The path as it is, which fetch would tidy. */
function get(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    asked.on('error', reject).end();
  });
}

/** Bytes that no client sends. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}

const SECRET = 'not for the page';
const folder = temporaryFolder();
let server: ReturnType<typeof pageServer>;
let port: number;

beforeAll(async () => {
  const page = join(folder, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(page, 'assets/a.js'), 'export {};');
  writeFileSync(join(page, '.hidden'), SECRET);
  symlinkSync(join(folder, 'secret.txt'), join(page, 'link.txt'));
  symlinkSync(folder, join(page, 'up'));
  server = pageServer(page);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

describe('the server of the page', () => {
  test('has the page, its scripts and their types', async () => {
    const page = await get(port, '/');
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.body).toContain('<title>page</title>');
    expect((await get(port, '/index.html')).body).toBe(page.body);
    expect((await get(port, '/?from=a-link')).status).toBe(200);
    expect((await get(port, '/assets/a.js')).headers['content-type']).toMatch(/javascript/);
    expect((await get(port, '/', {}, 'HEAD')).body).toBe('');
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/%252e%252e%252fsecret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '/....//secret.txt',
    '//secret.txt',
    '/link.txt',
    '/up/secret.txt',
    '/up/page/index.html',
    '/secret.txt',
    '/secret.txt%00.js',
    '/index.html%00',
    '/%',
    '/.hidden',
    '/assets',
    '/assets/',
    '/__proto__',
    '/constructor',
    'http://127.0.0.1/secret.txt',
    'file:///etc/passwd',
    '*',
  ])('has no %s', async (path) => {
    const { status, body } = await get(port, path);
    expect(status).toBe(404);
    expect(body).toBe('no such file\n');
  });

  test('takes a null byte for no name', async () => {
    const answer = await raw(port, 'GET /index.html\0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 (400|404)/);
    expect(answer).not.toContain(SECRET);
  });

  test.each(['bytes=5-2', 'bytes=-5', 'bytes=0-1', 'bytes=99999-', 'junk'])(
    'sends whole files for range %s',
    async (range) => {
      const { status, body } = await get(port, '/assets/a.js', { range });
      expect([status, body]).toEqual([200, 'export {};']);
    },
  );

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('answers no %s', async (method) => {
    expect((await get(port, '/', {}, method)).status).toBe(405);
  });

  test('answers to this machine by its own names only', async () => {
    expect((await get(port, '/', { host: 'attacker.example' })).status).toBe(421);
    expect((await get(port, '/', { host: `127.0.0.1.attacker.example:${port}` })).status).toBe(421);
    expect((await get(port, '/', { host: `localhost:${port}` })).status).toBe(200);
  });

  test.each(['/', '/assets/a.js', '/no-such-file'])(
    'isolates the page and lets no text become code: %s',
    async (path) => {
      const { headers } = await get(port, path);
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
      expect(headers['x-content-type-options']).toBe('nosniff');
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
      expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|https?:/);
    },
  );
});

describe('firstpassage serve', () => {
  const serve = async (...args: string[]): Promise<Running & { address: URL }> => {
    const running = start(['serve', ...args]);
    const [line] = (await once(running.child.stdout!, 'data')) as [string];
    return { ...running, address: new URL(line.trim()) };
  };

  test('prints its address, serves the built page there and nowhere else, and ends on Ctrl-C with status 0', async () => {
    const { child, ended, address } = await serve();
    expect(address.hostname).toBe('127.0.0.1');
    expect(address.hash).toBe('');
    expect((await get(Number(address.port), '/')).body).toContain('firstpassage workbench');
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((one) => one?.family === 'IPv4' && !one.internal);
    for (const other of others) await expect(fetch(`http://${other!.address}:${address.port}/`)).rejects.toThrow();
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  });

  test('opens a study of the command line', async () => {
    const { child, ended, address } = await serve('--set', 'params.alpha=0.5', '--set', 'seed=7', '--quiet');
    child.kill('SIGTERM');
    const { stderr } = await ended;
    expect(stderr).toBe('');
    const { study } = readLink(address.hash);
    expect(study).toMatchObject({ model: 'severity', params: { alpha: 0.5 }, seed: 7 });
  });

  test('says what is wrong with a study, a port, and a port that is taken', async () => {
    const ends = await Promise.all([
      firstpassage('serve', '--set', 'dt=-1'),
      firstpassage('serve', '--port', 'eighty'),
      firstpassage('serve', '--port', String(port)),
    ]);
    expect(ends.map(({ code }) => code)).toEqual([2, 2, 1]);
    expect(ends[0]!.stderr).toContain('dt: expected');
    expect(ends[1]!.stderr).toContain('--port: expected a whole number');
    expect(ends[2]!.stderr).toContain('another program listens there');
  });
});
