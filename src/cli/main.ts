#!/usr/bin/env node
/** The command line. One file per command; this one puts them together and decides the exit status. */
import { Command } from 'commander';
import { VERSION } from '../version.js';
import registerBench from './bench.js';
import registerCritical from './critical.js';
import registerDoctor from './doctor.js';
import { quietDrivers } from './drivers.js';
import { explain } from './exit.js';
import registerMerge from './merge.js';
import registerModels from './models.js';
import registerReport from './report.js';
import registerRun from './run.js';
import registerSchema from './schema.js';
import registerServe from './serve.js';
import registerSweep from './sweep.js';
import { endQuietlyOnClosedPipe } from './terminal.js';
import registerTheory from './theory.js';

const COMMANDS: readonly ((program: Command) => void)[] = [
  registerRun,
  registerMerge,
  registerTheory,
  registerSweep,
  registerCritical,
  registerReport,
  registerServe,
  registerDoctor,
  registerSchema,
  registerModels,
  registerBench,
];

const ABOUT = `First-passage and critical statistics of bounded one-dimensional SDEs
dX = mu(X) dt + sigma(X) dW (Ito), each estimate beside its standard error.`;

const AFTER = `
Without a study, commands take the severity demonstration: a million paths to the threshold 0.8.

Exit status: 0 done, 1 failed while running, 2 bad usage or bad study,
3 a check failed (run --strict), 130 interrupted.`;

function createProgram(): Command {
  const program = new Command('firstpassage')
    .description(ABOUT)
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(--help lists what there is)')
    .addHelpText('after', AFTER)
    .hook('preAction', (_, command) => {
      // serve opens no GPU itself, but a browser, which has its own dealings with displays.
      if (command.name() !== 'serve') Object.assign(process.env, quietDrivers(process.env, process.platform));
    });
  for (const register of COMMANDS) register(program);
  return program;
}

/** A command of unknown name is one whatever is asked of it: `nosuch --help` is not the help of the program. */
function argumentsOf(program: Command): readonly string[] {
  const given = process.argv.slice(2);
  const [name] = given;
  const isCommand = name !== undefined && !name.startsWith('-');
  const known = ['help', ...program.commands.map((command) => command.name())];
  return isCommand && !known.includes(name) ? [name] : given;
}

endQuietlyOnClosedPipe();
try {
  const program = createProgram();
  await program.parseAsync(argumentsOf(program), { from: 'user' });
} catch (error) {
  process.exitCode = explain(error);
}
// Everything is written: idle workers or devices must not keep the process.
process.exit();
