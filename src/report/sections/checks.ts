/** All checks of a result: what agrees, what does not, and what could not be compared. */
import type { Result } from '../../result/result.js';
import { formatEstimate, formatExact, formatNumber } from '../number.js';
import type { Block, Inline, Section } from '../page/page.js';
import { agreementLines, missingChecks } from '../text.js';
import { biasText, verdict, zText } from './estimates.js';

const SHORT = 12; // rows of a table that nobody minds to scroll past

export function checksSection(result: Result, prefix: string): Section {
  const { checks, goodnessOfFit, unchecked } = result;
  const blocks: Block[] = [
    ...agreementLines(result).map((line) => ({ kind: 'text', text: `${line}.` }) as const),
    ...missingChecks(unchecked).map(
      (line) => ({ kind: 'text', text: `${line.charAt(0).toUpperCase()}${line.slice(1)}.` }) as const,
    ),
  ];
  if (checks.length > 0)
    blocks.push({
      kind: 'table',
      caption: `All ${checks.length} estimates that have an exact value`,
      folded: checks.length > SHORT,
      columns: [
        { label: 'quantity' },
        ...['simulated', 'exact', 'bias of the step', 'z', 'z less bias'].map((label) => ({
          label,
          align: 'right' as const,
        })),
        { label: 'verdict' },
      ],
      rows: checks.map((check) => [
        [{ code: check.quantity }],
        formatEstimate(check.simulated, check.standardError),
        formatExact(check.exact, check.standardError),
        biasText(check),
        zText(check.z),
        zText(check.zCorrected),
        verdict(check),
      ]),
    });
  if (goodnessOfFit.length > 0)
    blocks.push({
      kind: 'table',
      caption: 'Histograms as a whole, against the law of the scheme at this time step',
      columns: [
        { label: 'histogram' },
        ...['χ²', 'degrees of freedom', 'p', 'p without the bias of the step'].map((label) => ({
          label,
          align: 'right' as const,
        })),
        { label: 'verdict' },
      ],
      rows: goodnessOfFit.map((fit): Inline[] => [
        [{ code: fit.quantity }],
        fit.chiSquared.toFixed(1),
        String(fit.degreesOfFreedom),
        shareText(fit.pValue),
        shareText(fit.pValueUncorrected),
        [fit.ok ? { good: 'agrees' } : { bad: 'differs' }],
      ]),
    });
  if (checks.length > 0)
    blocks.push({
      kind: 'text',
      text: 'z = (simulated − exact)/SE; less bias: after the time step’s own error, computed from the scheme’s one-step kernel, is taken off. An estimate agrees within five combined standard errors, a histogram where p is above 6e-7, as rare.',
    });
  return { id: `${prefix}checks`, heading: 'Checks against theory', blocks };
}

const shareText = (p: number): string => formatNumber(Number(p.toPrecision(2)));
