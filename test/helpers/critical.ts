// Four paths in parameter space, each with the verdict that theory has for it.

const severity = { model: 'severity', backend: 'wasm', paths: 32_768 } as const;

export const PATHS = {
  // α = β at the preprint's noise: every stationary quantity is analytic there.
  crossover: {
    ...severity,
    params: { alpha: 0.45, beta: 0.45, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
    dt: 0.05,
    control: { name: 'alpha-beta', from: -0.3, to: 0.3, steps: 9 },
  },
  // γ = σ0 = 0: severity dies out at α = σ1²/2 = ⅛, ⟨x⟩ ∝ α − ⅛ and ∫ C dt/C(0) = 1/(α − ⅛) above.
  absorbing: {
    ...severity,
    params: { alpha: 0.3, beta: 1, gamma: 0, sigma0: 0, sigma1: 0.5 },
    initial: 0.5,
    dt: 0.05,
    horizon: 50,
    control: { name: 'alpha', from: 0.025, to: 0.825, steps: 9 },
  },
  // γ = 0: without noise the stable point leaves 0 at α = 0, at the rate |α| (2 |α| for what is even about 0, below).
  transcritical: {
    ...severity,
    params: { alpha: 0, beta: 0.4, gamma: 0, sigma0: 0.1, sigma1: 0 },
    dt: 0.1,
    control: { name: 'alpha', from: -0.3, to: 0.3, steps: 13 },
  },
  // σ0σ1 − γ = 0.024 = δ: two peaks from α − σ1² = 2√(κδ) on, κ = α + β = 1.5.
  bimodal: {
    ...severity,
    params: { alpha: 0.75, beta: 0.75, gamma: 0.001, sigma0: 0.05, sigma1: 0.5 },
    dt: 0.02,
    control: { name: 'alpha-beta', from: -0.5, to: 0.5, steps: 9, vanishing: [] },
  },
} as const;
