/** Expressions as they are printed: α for alpha, x² for x^2, no sign where a product needs none. */
import type { ComponentChildren } from 'preact';

const GREEK: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  epsilon: 'ε',
  eta: 'η',
  theta: 'θ',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  xi: 'ξ',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  phi: 'φ',
  chi: 'χ',
  psi: 'ψ',
  omega: 'ω',
};
const FUNCTIONS = new Set(['sqrt', 'abs', 'exp', 'log', 'sin', 'cos', 'tanh', 'min', 'max']);

/** A name as a symbol: sigma0 → σ with index 0. */
export function MathName({ name }: { readonly name: string }) {
  const [, letters, index] = /^([A-Za-z_]+?)_?(\d*)$/.exec(name) ?? [name, name, ''];
  const greek = GREEK[letters!];
  return (
    <var class={greek ? 'greek' : ''}>
      {greek ?? letters}
      {index && <sub>{index}</sub>}
    </var>
  );
}

/** Words in which names of parameters are printed as symbols. */
export function Prose({ text, names }: { readonly text: string; readonly names: readonly string[] }) {
  return (
    <>
      {text
        .split(/\b([A-Za-z_]\w*)\b/)
        .map((word, i) => (i % 2 === 1 && names.includes(word) ? <MathName key={i} name={word} /> : word))}
    </>
  );
}

/** An expression of the study file; text that is none is shown as far as its words go. */
export function Formula({ text }: { readonly text: string }) {
  const tokens = text.match(/\d+\.?\d*(?:e[+-]?\d+)?|[A-Za-z_]\w*|\S/g) ?? [];
  return <span class="formula">{print(tokens, { at: 0 }, false)}</span>;
}

/** Up to the bracket that closes what was open; an exponent is one factor only. */
function print(tokens: readonly string[], place: { at: number }, exponent: boolean): ComponentChildren[] {
  const out: ComponentChildren[] = [];
  while (place.at < tokens.length) {
    const token = tokens[place.at]!;
    if (token === ')' || token === ',') return out;
    place.at++;
    if (token === '^') {
      out.push(<sup>{print(tokens, place, true)}</sup>);
      continue;
    }
    if (token === '(') {
      out.push(exponent ? print(tokens, place, false) : ['(', print(tokens, place, false), ')']);
      while (tokens[place.at] === ',') {
        place.at++;
        out.push(', ', print(tokens, place, false));
      }
      if (tokens[place.at] === ')') place.at++;
    } else if (token === '*') {
      // Two numbers side by side would be one.
      out.push(/^\d/.test(tokens[place.at] ?? '') ? ' · ' : '\u2009');
    } else if (token === '+' || token === '-') {
      const sign = token === '-' ? '−' : '+';
      const isUnary = out.length === 0;
      out.push(isUnary || exponent ? sign : ` ${sign} `);
      if (exponent) continue;
    } else if (token === 'sqrt' && tokens[place.at] === '(') out.push('√');
    else if (FUNCTIONS.has(token)) out.push(<span class="function">{token === 'log' ? 'ln' : token}</span>);
    else if (/^[A-Za-z_]/.test(token)) out.push(<MathName name={token} />);
    else out.push(token);
    if (exponent && !FUNCTIONS.has(token)) return out;
  }
  return out;
}
