/** The examination as a process of its own (doctor.ts): the report as JSON on stdout; stderr is left to the drivers. */
import { examine } from '../study/doctor.js';
import { printJson } from './terminal.js';

await printJson(await examine());
