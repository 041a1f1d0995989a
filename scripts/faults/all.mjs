// Every fault that scripts/plant-faults.mjs plants.
import { countingFaults } from './counting.mjs';
import { estimateFaults } from './estimates.mjs';
import { fokkerFaults } from './fokker.mjs';
import { orderFaults } from './orders.mjs';
import { randomFaults } from './random.mjs';
import { stepFaults } from './step.mjs';

export const allFaults = [
  ...randomFaults,
  ...stepFaults,
  ...countingFaults,
  ...estimateFaults,
  ...fokkerFaults,
  ...orderFaults,
];
