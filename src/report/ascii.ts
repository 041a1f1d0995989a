/** Text for terminals without Unicode. */

const ASCII: Readonly<Record<string, string>> = {
  '±': '+-',
  '–': '-',
  '−': '-',
  '×': 'x',
  '≤': '<=',
  '≥': '>=',
  '≈': '~',
  '√': 'sqrt ',
  '∞': 'inf',
  '…': '...',
  '²': '^2',
  '′': "'",
  ô: 'o',
  μ: 'mu',
  σ: 'sigma',
};

/** The same text with its mathematical signs spelled out. */
export const toAscii = (text: string): string => text.replace(/[±–−×≤≥≈√∞…²′ôμσ]/g, (sign) => ASCII[sign]!);
