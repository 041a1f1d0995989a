/** The machine in words that belong beside every figure measured on it. */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** Vector instructions, as Linux names them; empty where the system does not tell. */
  readonly simd: readonly string[];
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    simd: simdFlags(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

const SIMD = /^(?:sse4_[12]|fma|avx\w*|asimd\w*|sve\w*)$/;

function simdFlags(): string[] {
  const file = '/proc/cpuinfo';
  const [, flags = ''] =
    (existsSync(file) && /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync(file, 'utf8'))) || [];
  return flags.split(' ').filter((flag) => SIMD.test(flag));
}
