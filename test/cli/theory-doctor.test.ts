import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstpassage, start, temporaryFolder, writeStudy } from './spawn.js';

const folder = temporaryFolder();

describe('firstpassage theory', () => {
  it('gives the exact values of the demonstration (set B)', async () => {
    const { code, stdout } = await firstpassage('theory', '--json', '--quiet');
    expect(code).toBe(0);
    const theory = JSON.parse(stdout);
    expect(theory.schema).toBe('firstpassage/theory@1');
    // 40-digit reference values; quadrature is good to 1e-10 and better.
    expect(theory.firstPassage.mean).toBeCloseTo(11.4095879360421, 9);
    expect(theory.stationary.mean).toBeCloseTo(0.665860863808261, 10);
  });

  it('prints them for people and writes them to a folder', async () => {
    const out = join(folder, 'exact');
    const { code, stdout } = await firstpassage('theory', '--out', out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Stationary law\n {2}mean +0\.6658608638\d*\n/);
    expect(stdout).toMatch(
      /First passage up through 0\.8, infinite horizon\n {2}mean +11\.40958793\d*\n {2}sd +5\.823174\d*/,
    );
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
    expect(JSON.parse(readFileSync(join(out, 'theory.json'), 'utf8')).schema).toBe('firstpassage/theory@1');
    expect(readFileSync(join(out, 'density.csv'), 'utf8')).toMatch(/^x,p\n0,/);
    expect(existsSync(join(out, 'result.json'))).toBe(false);
  });

  it('says why there is no density where an end takes the paths', async () => {
    const out = join(folder, 'absorbed');
    const { stderr } = await firstpassage('theory', '--set', 'boundary.upper=absorb', '--out', out);
    expect(stderr).toMatch(
      /\nwrote theory\.json to .*\nno density\.csv: there is no stationary law: the upper end absorbs/,
    );
    expect(existsSync(join(out, 'density.csv'))).toBe(false);
  });

  it('tells what time steps do to it, by the kernel of the scheme', async () => {
    const { stdout } = await firstpassage('theory', '--dt', '0.2,0.4', '--json', '--quiet');
    const { discretised } = JSON.parse(stdout);
    const percent = ({ rows }: { rows: { quantity: string; bias: number; exact: number }[] }) => {
      const row = rows.find(({ quantity }) => quantity === 'firstPassage.mean')!;
      return (100 * row.bias) / row.exact;
    };
    // Lamperti–Heun with the bridge on set B: the values of docs/accuracy.md.
    expect(discretised.map(percent).map((p: number) => p.toFixed(3))).toEqual(['0.272', '1.085']);
    const { stdout: text } = await firstpassage('theory', '--dt', '0.2,0.4', '--quiet');
    expect(text).toMatch(/\n\nWhat lamperti-heun itself gives/);
    expect(text).toMatch(/firstPassage\.mean +11\.4096 +\+1\.085 % +\+0\.2724 % +1\.99\n/);
  });

  it('refuses a time step that is none', async () => {
    const { code, stderr } = await firstpassage('theory', '--dt', '0.2,-1');
    expect(code).toBe(2);
    expect(stderr).toContain('--dt');
    expect(stderr).toContain('got -1');
    const tiny = await firstpassage('theory', '--dt', '0.1,1e-320');
    expect(tiny.code).toBe(2);
    expect(tiny.stderr).toMatch(/--dt: .* horizon 200, got 1e-320: use dt ≥ 4\.68e-8/);
  });

  it('takes a time step once, and none that is too long for the domain', async () => {
    const { stdout } = await firstpassage('theory', '--dt', '1e9,0.4,1e9', '--json', '--quiet');
    const { discretised } = JSON.parse(stdout);
    expect(discretised.map(({ dt }: { dt: number }) => dt)).toEqual([1e9, 0.4]);
    expect(discretised[0].rows).toEqual([]);
    expect(discretised[0].reasons.stationary).toMatch(/use a smaller dt/);
  });

  it('gives exits of the scheme, and says what has no value', async () => {
    const study =
      'model: brownian\nboundary: { lower: absorb, upper: absorb }\nfirstPassage: { threshold: 0.5 }\nhorizon: 1';
    const { stdout } = await firstpassage('theory', writeStudy(folder, study), '--dt', '0.3,0.01', '--json', '--quiet');
    const [coarse, fine] = JSON.parse(stdout).discretised;
    expect(coarse.reasons['firstPassage.atHorizon']).toMatch(/whole multiple of dt 0.3/);
    expect(fine.reasons['firstPassage']).toMatch(/lower end absorbs/);
    // The bridge is exact for Brownian motion; the mid-step rule too, far from dt ~ 1.
    const mean = fine.rows.find(({ quantity }: { quantity: string }) => quantity === 'exit.meanTime');
    expect(Math.abs(mean.bias)).toBeLessThan(1e-6); // product of two bridges, 10 σ√dt apart: below 1e-8 a step of 100
  });

  it('says why a quantity does not exist', async () => {
    const study = 'model: brownian\nboundary: { lower: absorb, upper: absorb }';
    const { stdout } = await firstpassage('theory', writeStudy(folder, study));
    // Brownian motion from the middle of [−1, 1]: mean 1, variance 2/3, whatever the side.
    expect(stdout).toMatch(
      /Exit, infinite horizon\n +probability +mean time +sd\n {2}upper end +0\.5 +1 +0\.81649\d+\n {2}lower end +0\.5 +1 +0\.81649\d+\n {2}either +1 +0\.81649\d+\n/,
    );
    expect(stdout).toMatch(/Not given\n {2}stationary: there is no stationary law/);
  });
});

describe('firstpassage doctor', () => {
  it('holds every backend to known answers', async () => {
    const { code, stdout } = await firstpassage('doctor', '--json');
    const report = JSON.parse(stdout);
    expect(report.schema).toBe('firstpassage/doctor@1');
    expect(report.knownAnswers.reference).toBe('pass');
    expect(report.knownAnswers.wasm).toBe('pass');
    expect(['pass', 'absent']).toContain(report.knownAnswers.webgpu);
    expect(report.simd).toBe(true);
    expect(typeof report.relaxedSimd).toBe('boolean');
    expect(report.threads).toBeGreaterThanOrEqual(1);
    expect(code).toBe(0);
  });

  it('says it in words', async () => {
    const { stdout } = await firstpassage('doctor');
    expect(stdout).toMatch(/wasm +pass +normals within [\d.e-]+ +start-up/);
  });

  /** Runs with a program that does `what` as a GPU driver would, in the process that examines. */
  function withDriver(what: string, ...args: string[]) {
    const path = join(folder, 'driver.cjs');
    writeFileSync(path, `if (process.argv[1]?.endsWith('doctor-probe.js')) { ${what} }`);
    return start(['doctor', ...args], { env: { NODE_OPTIONS: `--require ${path}` } }).ended;
  }

  it('catches what drivers write to stderr, and says it once', async () => {
    const odd = 'Warning: an odd limit.\\n - While initializing\\n    at Driver.cpp:257\\n\\nWarning: an odd limit.\\n';
    const write = `require('node:fs').writeSync(2, '${odd}');`;
    const { code, stdout, stderr } = await withDriver(write);
    expect(stdout.match(/an odd limit/g)).toHaveLength(1);
    expect(stdout).toMatch(/^GPU drivers said:\n(.*\n)* {2}Warning: an odd limit\.\n/m);
    expect(stdout).not.toMatch('Driver.cpp');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const json = await withDriver(write, '--json');
    expect(JSON.parse(json.stdout).driverMessages).toContain('Warning: an odd limit.');
    expect(json.stderr).toBe('');
  });

  it.runIf(process.platform === 'linux')('tells drivers where no display is, unless its user has', async () => {
    const path = join(folder, 'display.cjs');
    const say = "'runtime folder ' + process.env.XDG_RUNTIME_DIR + '\\n'";
    writeFileSync(path, `require("node:fs").writeSync(2, ${say});`);
    const within = async (XDG_RUNTIME_DIR: string) => {
      const env = { NODE_OPTIONS: `--require ${path}`, XDG_RUNTIME_DIR };
      return JSON.parse((await start(['doctor', '--json'], { env }).ended).stdout).driverMessages as string[];
    };
    expect(await within('')).toContain('runtime folder /nonexistent');
    expect(await within(folder)).toContain(`runtime folder ${folder}`);
  });

  it('outlives a driver that crashes', async () => {
    const { code, stderr } = await withDriver("process.kill(process.pid, 'SIGSEGV');");
    expect(stderr).toMatch(/expected the examination to end well, got SIGSEGV: a GPU driver may have crashed/);
    expect(code).toBe(1);
  });
});
