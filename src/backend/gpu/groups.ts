/** Which plans one launch can follow together. Pure. */
import type { Plan } from '../../plan/plan.js';
import { planHeader } from './header.js';
import { printModel } from './model.js';

/**
 * Groups of indices, increasing within each and by their first: plans whose kernels are the same and that differ in numbers
 * alone (shaders/points.wgsl).
 */
export function groupAlike(plans: readonly Plan[]): number[][] {
  const groups = new Map<string, number[]>();
  plans.forEach((plan, index) => {
    const key = crosses(plan) ? `plan ${index}` : structureOf(plan);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  });
  return [...groups.values()];
}

/** What plans of one launch have in common: the source of their kernels, and what all their paths are told alike. */
function structureOf(plan: Plan): string {
  const { key, paths, pathOffset, steps, domain, saveSteps, bins, program } = plan;
  return JSON.stringify([
    planHeader(plan, { workgroupSize: 0, normals: 'polynomial' }),
    printModel(program, true),
    key,
    paths,
    highWord(pathOffset),
    steps,
    domain,
    saveSteps,
    bins,
  ]);
}

const highWord = (path: number): number => Math.floor(path / 2 ** 32);

/** A plan with paths on two sides of a multiple of 2³² is cut there, and so goes by itself. */
const crosses = ({ pathOffset, paths }: Plan): boolean => highWord(pathOffset) !== highWord(pathOffset + paths - 1);
