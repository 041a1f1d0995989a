// Prints the SPIR-V that Dawn makes of a kernel's WGSL, with whatever Vulkan driver there is: node bench/instructions/dump.mjs '{"scheme":"euler-maruyama"}'
// The argument is JSON: fields of a study to put in place of the demonstration's, `normals`, `entry`. Dawn writes what it dumps to
// this process's own output, so that whoever wants it runs this file as a child.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Device } from '../../dist/backend/gpu/device.js';
import { Compiler, planShaders } from '../../dist/backend/gpu/pipelines.js';
import { parseStudy } from '../../dist/study/check.js';
import { planStudy } from '../../dist/study/plan.js';

// Ours: a peer of the benchmark may have installed one beside this file.
const dawn = createRequire(new URL('../../package.json', import.meta.url)).resolve('webgpu');
const { create, globals } = await import(pathToFileURL(dawn).href);

const { normals, entry, study } = JSON.parse(process.argv[2] ?? '{}');
Object.assign(globalThis, globals);
const gpu = create(['enable-dawn-features=dump_shaders']);
Object.assign(globalThis, { kept: gpu }); // freed under a running compiler otherwise
const adapter = await gpu.requestAdapter();
if (adapter === null) throw new Error('expected a Vulkan driver, got none: name one in VK_ICD_FILENAMES');
const device = await Device.open(adapter);
const plan = planStudy(parseStudy(study));
const dialect = { halves: 'shifts', ownMax: normals === 'built-in' }; // software has its own normals, hardware both of the device's
const { simulate } = planShaders(plan, { workgroupSize: 64 }, normals, dialect);
const bindings = /** @type {const} */ (['place', 'write', 'uniform', 'read', 'read', 'write', 'write']);
await device.guard('shaders', () => new Compiler(device).compile(simulate, bindings, [entry]));
