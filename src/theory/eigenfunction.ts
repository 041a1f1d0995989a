/** An eigenfunction of the generator, put together from the solutions that shooting gives. */
import { coefficientsOf, evaluateSeries } from './legendre.js';
import { sweep } from './shooting.js';
import { type Problem, startAt } from './sturm.js';

export interface Eigenfunction {
  /** Where it is known: the domain, less what no path visits. */
  readonly lower: number;
  readonly upper: number;
  /** φ(x), its largest value about 1. */
  at(x: number): number;
  /** φ(x) ∫ f φ m / ∫ φ² m: what decays at this rate in E f(X_t) from x. */
  share(f: (y: number) => number): (x: number) => number;
  /** ∫ f φ m / ∫ φ m: a mean over the quasi-stationary law, where φ is positive. */
  average(f: (y: number) => number): number;
}

/** A number that may be beyond 1e±308: value · e^log. */
interface Scaled {
  readonly value: number;
  readonly log: number;
}

const plain = ({ value, log }: Scaled): number => (value === 0 ? 0 : value * Math.exp(log));

/** The solutions from both ends meet at the edge between the cells `edge` − 1 and `edge`. */
export function eigenfunctionOf(problem: Problem, rate: number, edge: number): Eigenfunction {
  const { rule, cells, mirrored, lower, upper } = problem;
  const { n, w } = rule;
  const last = cells.length - 1;
  // φ on cell i is nodes[i] · e^logs[i].
  const nodes: Float64Array[] = new Array(cells.length);
  const logs = new Float64Array(cells.length);
  const series: Float64Array[] = new Array(cells.length);
  const ends = [gather(false), gather(true)];
  let largest = -Infinity;
  nodes.forEach((values, i) => {
    for (const value of values) largest = Math.max(largest, Math.log(Math.abs(value)) + logs[i]!);
  });
  const whole = integrate(() => 1, 1);
  const norm = integrate(() => 1, 2);
  return {
    lower: cells[0]!.left,
    upper: cells[last]!.right,
    at(x) {
      const { value, log } = phiAt(x);
      return plain({ value, log: log - largest });
    },
    share(f) {
      const overlap = integrate(f, 1);
      return (x) => {
        const phi = phiAt(x);
        return plain({ value: (phi.value * overlap.value) / norm.value, log: phi.log + overlap.log - norm.log });
      };
    },
    average(f) {
      const sum = integrate(f, 1);
      return plain({ value: sum.value / whole.value, log: sum.log - whole.log });
    },
  };

  function phiAt(x: number): Scaled {
    let index = 0;
    while (index < last && x > cells[index]!.right) index++;
    const { left, right } = cells[index]!;
    const t = Math.min(1, Math.max(-1, (2 * (x - left)) / (right - left) - 1));
    const c = series[index] ?? coefficientsOf(rule, nodes[index]!);
    series[index] = c;
    return { value: evaluateSeries(c, t).value, log: logs[index]! };
  }

  /** ∫ f φ^power m. */
  function integrate(f: (x: number) => number, power: 1 | 2): Scaled {
    const terms = cells.map(({ left, right, m, c }, i): Scaled => {
      let value = 0;
      for (let k = 0; k < n; k++)
        value += w[k]! * m[k]! * f(left + ((right - left) / 2) * (1 + rule.x[k]!)) * nodes[i]![k]! ** power;
      return { value, log: c + power * logs[i]! };
    });
    for (const { phi, mass, x } of ends)
      if (mass > -Infinity) terms.push({ value: f(x) * phi.value ** power, log: mass + power * phi.log });
    const log = terms.reduce((most, term) => (term.value === 0 ? most : Math.max(most, term.log)), -Number.MAX_VALUE);
    return { value: terms.reduce((sum, term) => sum + plain({ ...term, log: term.log - log }), 0), log };
  }

  /** Fills `nodes` and `logs` from one end, with φ = 1 where the two meet; φ at that end, and ln ∫ m beyond it. */
  function gather(fromRight: boolean) {
    const own = fromRight ? mirrored : cells;
    const end = fromRight ? upper : lower;
    const start = startAt(end, own[0]!.c, rate);
    const count = fromRight ? cells.length - edge : edge;
    const filled: number[] = [];
    const met = sweep(rule, own, rate, start, count, (index, values, logScale) => {
      const at = fromRight ? last - index : index;
      const copy = values.slice();
      nodes[at] = fromRight ? copy.reverse() : copy;
      logs[at] = logScale;
      filled.push(at);
    });
    const unit = met.logScale + Math.log(Math.abs(met.phi)); // ln |φ| where they meet
    for (const at of filled) {
      logs[at]! -= unit;
      if (met.phi < 0) for (let k = 0; k < n; k++) nodes[at]![k] = -nodes[at]![k]!;
    }
    return {
      phi: { value: Math.sign(met.phi) * start.phi, log: -unit },
      mass: end.condition === 'zero' || end.cap === null ? -Infinity : end.cap.logSpeed,
      x: fromRight ? cells[last]!.right : cells[0]!.left,
    };
  }
}
