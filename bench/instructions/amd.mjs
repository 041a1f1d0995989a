// The loop of a kernel in the assembly of RADV's compiler.

/** What only tells the processor when to wait. */
const HINT = /^s_(wait|delay|nop|clause|barrier)/;
/** On RDNA at a quarter of the rate of the others. */
const SLOW = /^v_(mul_lo_u32|mul_hi_u32|mul_hi_i32|sqrt|rsq|rcp|log|exp|sin|cos)/;

/**
 * The longest loop: from the target of a branch backwards to that branch.
 * @param {string} text what bench/instructions/pipeline.c prints
 * @returns {{ instructions: number, vector: number, slow: number }} without hints; vector: those of every lane; slow: of the vector
 *   ones, those at a quarter of the rate
 */
export function loopOf(text) {
  const assembly = text.slice(text.indexOf('\nassembly\n') + 1);
  /** @type {Map<string, number>} */
  const labels = new Map();
  /** @type {{ name: string, target: string | undefined }[]} */
  const code = [];
  for (const line of assembly.split('\n')) {
    const label = /^(BB\d+):/.exec(line)?.[1];
    if (label !== undefined) labels.set(label, code.length);
    const name = /^\s+([a-z]\w+)/.exec(line)?.[1];
    if (name !== undefined) code.push({ name, target: /^\s+s_c?branch\w*\s+(BB\d+)/.exec(line)?.[1] });
  }
  const loops = code.flatMap(({ target }, i) => {
    const start = target === undefined ? undefined : labels.get(target);
    return start !== undefined && start <= i ? [code.slice(start, i + 1)] : [];
  });
  const longest = loops.sort((a, b) => b.length - a.length)[0];
  if (longest === undefined) throw new Error('expected a loop in the assembly, got none');
  const names = longest.map(({ name }) => name).filter((name) => !HINT.test(name));
  const vector = names.filter((name) => name.startsWith('v_'));
  return { instructions: names.length, vector: vector.length, slow: vector.filter((name) => SLOW.test(name)).length };
}
