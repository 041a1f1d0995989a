/** `firstpassage doctor`: what this machine has, and whether every backend draws the right numbers. */
import type { Command } from 'commander';
import { doctorText } from '../report/doctor-text.js';
import { examine } from '../study/doctor.js';
import { print, printJson } from './terminal.js';

export default function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('test the backends of this machine')
    .description(
      'Say what this machine has (GPU adapters, WASM SIMD, threads) and hold each backend to known answers. Ends with 1 where one fails; an absent one is no failure.',
    )
    .option('--json', 'print the report as JSON on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const report = await examine();
      await (json ? printJson(report) : print(doctorText(report)));
      if (Object.values(report.knownAnswers).includes('fail')) process.exitCode = 1;
    });
}
