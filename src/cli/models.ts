/** `firstpassage models`: the presets. */
import type { Command } from 'commander';
import { FUNCTIONS } from '../model/expression.js';
import { type Preset, presets } from '../model/presets.js';
import { formatNumber } from '../report/number.js';
import { print, printJson } from './terminal.js';

export default function registerModels(program: Command): void {
  program
    .command('models')
    .summary('list the presets')
    .description('List the presets: equations, parameters with their default values, domain and source.')
    .option('--json', 'print them as JSON on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const list = Object.values(presets);
      await (json ? printJson({ schema: 'firstpassage/models@1', models: list }) : print(modelsText(list)));
    });
}

function modelsText(list: readonly Preset[]): string {
  const own = `A model of your own: { drift: "a*x - b*x^3", diffusion: "s", domain: [-2, 2] } with params { a: 1, b: 1, s: 0.5 }.
Expressions know x, the parameters, + - * / ^ and ${Object.keys(FUNCTIONS).join(', ')}.`;
  return [...list.map(presetText), own].join('\n\n');
}

function presetText({ name, summary, drift, diffusion, params, domain, source }: Preset): string {
  const values = Object.entries(params).map(([parameter, value]) => `${parameter}: ${formatNumber(value)}`);
  return [
    `${name}: ${summary}`,
    `  drift      ${drift}`,
    `  diffusion  ${diffusion}`,
    `  params     { ${values.join(', ')} }`,
    `  domain     [${domain.join(', ')}]`,
    `  source     ${source}`,
  ].join('\n');
}
