/** What this machine has, and whether each backend draws the right numbers on it. */
import type { Backend } from '../backend/backend.js';
import { type AdapterReport, listAdapters } from '../backend/gpu/index.js';
import { MAX_NORMAL_ERROR } from '../backend/gpu/probe.js';
import { openUniform, type Round } from '../backend/reference/normal.js';
import { selectBackend } from '../backend/select.js';
import { hasRelaxedSimd, hasSimd } from '../backend/wasm/simd.js';
import { BackendUnavailableError, FirstPassageError } from '../errors.js';
import type { BackendName } from '../spec/study.js';
import { VERSION } from '../version.js';

export type Verdict = 'pass' | 'fail' | 'absent';

export interface BackendReport {
  readonly verdict: Verdict;
  /** The device in words; null where there is none. */
  readonly device: string | null;
  readonly threads: number | null;
  readonly startupSeconds: number | null;
  /** Largest |z − z in f64| over the words tried. */
  readonly normalError: number | null;
  /** Why it is absent, or what went wrong; null where all is well. */
  readonly why: string | null;
}

export interface DoctorReport {
  readonly schema: 'firstpassage/doctor@1';
  readonly version: string;
  readonly adapters: readonly AdapterReport[];
  /** What GPU drivers and the library above them wrote to stderr, where that was caught. */
  readonly driverMessages?: readonly string[] | undefined;
  /** Workers that wasm starts. */
  readonly threads: number;
  readonly simd: boolean;
  /** What a study may use with `fast: true`. */
  readonly relaxedSimd: boolean;
  readonly knownAnswers: Readonly<Record<BackendName, Verdict>>;
  readonly backends: Readonly<Record<BackendName, BackendReport>>;
}

const BACKENDS: readonly BackendName[] = ['reference', 'wasm', 'webgpu'];

/** Counter | key → output: Random123 (Salmon et al., SC'11). Threefry's key has 0 as its third and fourth word. */
const KNOWN_ANSWERS = [
  {
    rng: 'philox4x32-10',
    counter: [0, 0, 0, 0],
    key: [0, 0],
    words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  },
  {
    rng: 'philox4x32-10',
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    rng: 'philox4x32-10',
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
  {
    rng: 'philox4x32-7',
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    words: [0x4dfccaba, 0x190a87f0, 0xc47362ba, 0xb6b5242a],
  },
  {
    rng: 'threefry4x32-20',
    counter: [0, 0, 0, 0],
    key: [0, 0],
    words: [0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8],
  },
] as const;

export async function examine(): Promise<DoctorReport> {
  const adapters = await listAdapters().catch((error: unknown) => {
    if (error instanceof BackendUnavailableError) return [];
    throw error;
  });
  const reports = {} as Record<BackendName, BackendReport>;
  // One after the other: a device that is busy with another test would only look slow.
  for (const name of BACKENDS) reports[name] = await examineBackend(name);
  const verdictOf = (name: BackendName) => reports[name].verdict;
  return {
    schema: 'firstpassage/doctor@1',
    version: VERSION,
    adapters,
    threads: reports.wasm.threads ?? 1,
    simd: hasSimd(),
    relaxedSimd: hasRelaxedSimd(),
    knownAnswers: { reference: verdictOf('reference'), wasm: verdictOf('wasm'), webgpu: verdictOf('webgpu') },
    backends: reports,
  };
}

async function examineBackend(name: BackendName): Promise<BackendReport> {
  const nothing = { device: null, threads: null, startupSeconds: null, normalError: null };
  let backend: Backend;
  try {
    ({ backend } = await selectBackend(name));
  } catch (error) {
    if (!(error instanceof FirstPassageError)) throw error;
    const verdict = error instanceof BackendUnavailableError ? 'absent' : 'fail';
    return { ...nothing, verdict, why: error.message };
  }
  try {
    const { adapter: device, threads, startupSeconds } = backend;
    const normalError = await worstNormal(backend);
    const why = (await wrongWords(backend)) ?? tooFar(normalError);
    return { verdict: why === null ? 'pass' : 'fail', device, threads, startupSeconds, normalError, why };
  } catch (error) {
    return { ...nothing, verdict: 'fail', why: error instanceof Error ? error.message : String(error) };
  } finally {
    await backend.close();
  }
}

async function wrongWords(backend: Backend): Promise<string | null> {
  for (const { rng, counter, key, words } of KNOWN_ANSWERS) {
    const got = await backend.randomWords(Uint32Array.from(counter), key, rng);
    if (words.some((word, i) => got[i] !== word)) return `${rng}: expected ${hex(words)}, got ${hex([...got])}`;
  }
  return null;
}

const tooFar = (error: number): string | null =>
  error < MAX_NORMAL_ERROR ? null : `normals: expected an error below ${MAX_NORMAL_ERROR}, got ${error}`;

const hex = (words: readonly number[]): string => words.map((word) => word.toString(16).padStart(8, '0')).join(' ');

/** Over the ends of the range and 2¹⁴ pairs of words that the generator draws. NaN is the worst of all. */
async function worstNormal(backend: Backend): Promise<number> {
  const ends = [0, 1, 2, 3, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
  const counters = Uint32Array.from({ length: 2 ** 15 }, (_, i) => (i % 4 === 0 ? i / 4 : 0));
  const drawn = await backend.randomWords(counters, [0, 0], 'philox4x32-10');
  const words = Uint32Array.from([...ends.flatMap((a) => ends.flatMap((b) => [a, b])), ...drawn]);
  const z = await backend.normals(words);
  // The reference keeps u in f64; the others round it to f32, which the method allows.
  const round: Round = backend.name === 'reference' ? (x) => x : Math.fround;
  let worst = 0;
  for (let i = 0; i < words.length; i += 2) {
    const r = Math.sqrt(-2 * Math.log(openUniform(words[i]!, round)));
    const theta = 2 * Math.PI * (words[i + 1]! | 0) * 2 ** -32;
    const error = Math.max(Math.abs(z[i]! - r * Math.cos(theta)), Math.abs(z[i + 1]! - r * Math.sin(theta)));
    if (!(error <= worst)) worst = error;
  }
  return worst;
}
