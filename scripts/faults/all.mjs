// Every fault that scripts/plant-faults.mjs plants.
import { countingFaults } from './counting.mjs';
import { criticalFaults } from './critical.mjs';
import { deviceFaults } from './devices.mjs';
import { estimateFaults } from './estimates.mjs';
import { fokkerFaults } from './fokker.mjs';
import { lampertiFaults } from './lamperti.mjs';
import { manyFaults } from './many.mjs';
import { orderFaults } from './orders.mjs';
import { pageFaults } from './pages.mjs';
import { randomFaults } from './random.mjs';
import { singlePathFaults } from './single-paths.mjs';
import { stepFaults } from './step.mjs';
import { togetherFaults } from './together.mjs';
import { toleranceFaults } from './tolerance.mjs';
import { unlikelyFaults } from './unlikely.mjs';
import { workbenchFaults } from './workbench.mjs';

export const allFaults = [
  ...countingFaults,
  ...criticalFaults,
  ...deviceFaults,
  ...estimateFaults,
  ...fokkerFaults,
  ...lampertiFaults,
  ...manyFaults,
  ...orderFaults,
  ...pageFaults,
  ...randomFaults,
  ...singlePathFaults,
  ...stepFaults,
  ...togetherFaults,
  ...toleranceFaults,
  ...unlikelyFaults,
  ...workbenchFaults,
];
