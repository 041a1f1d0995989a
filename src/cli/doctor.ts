/** `firstpassage doctor`: what this machine has, and whether every backend draws the right numbers. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { FirstPassageError } from '../errors.js';
import { doctorText } from '../report/doctor-text.js';
import type { DoctorReport } from '../study/doctor.js';
import { print, printJson } from './terminal.js';

const PROBE = fileURLToPath(new URL('./doctor-probe.js', import.meta.url));

export default function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('test the backends of this machine')
    .description(
      'Say what this machine has (GPU adapters, WASM SIMD, threads) and hold each backend to known answers. Ends with 1 where one fails; an absent one is no failure.',
    )
    .option('--json', 'print the report as JSON on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const report = await examineApart();
      await (json ? printJson(report) : print(doctorText(report)));
      if (Object.values(report.knownAnswers).includes('fail')) process.exitCode = 1;
    });
}

/**
 * In a process of its own: drivers and the library above them write to its stderr as they please, past Node, and a driver that
 * crashes takes its process along.
 */
async function examineApart(): Promise<DoctorReport> {
  const probe = spawn(process.execPath, [PROBE], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<string | number | null>((resolve, reject) => {
    probe.on('error', reject);
    probe.on('close', (code, signal) => resolve(signal ?? code));
  });
  const [end, stdout, stderr] = await Promise.all([ended, text(probe.stdout), text(probe.stderr)]);
  if (end !== 0) {
    const last = stderr.trim().split('\n').slice(-3).join(' ');
    throw new FirstPassageError(
      `expected the examination to end well, got ${end}${last && `: ${last}`}: a GPU driver may have crashed; VK_ICD_FILENAMES can name another, and backend wasm needs none`,
    );
  }
  return { ...(JSON.parse(stdout) as DoctorReport), driverMessages: messagesOf(stderr) };
}

/** Each message once, without the lines beneath it that say where in the library it was written. */
const messagesOf = (stderr: string): string[] => [...new Set(stderr.split('\n').filter((line) => /^\S/.test(line)))];
