/** The study file as a zod schema: the shape only. What a shape cannot say (multiples of dt, places in the domain) is study/check.ts. */
import { z } from 'zod';
import { DEFAULTS, LIMITS } from './defaults.js';
import { RNGS } from './study.js';

// zod would try `new Function` to compile its checks, which the policy of a page may forbid (and report).
z.config({ jitless: true });

const BOUNDARIES = ['reflect', 'clamp', 'absorb'] as const;

const interval = z.tuple([z.number(), z.number()]);
const end = z.enum(BOUNDARIES);

const threshold = z
  .strictObject({
    threshold: z.number().describe('Position of the barrier, inside the domain or at or beyond an absorbing end.'),
    direction: z.enum(['up', 'down']).optional().describe('Default: from the start to the threshold.'),
    monitor: z
      .enum(['grid', 'bridge', 'shift'])
      .optional()
      .describe(
        `grid looks at step ends only, bridge also at crossings inside a step, shift at step ends with the barrier moved in by 0.5826 σ√dt. Default: ${DEFAULTS.monitor}.`,
      ),
    bins: z
      .int()
      .min(1)
      .max(LIMITS.bins)
      .optional()
      .describe(`Bins of the first-passage time over [0, horizon]. Default: ${DEFAULTS.bins}.`),
  })
  .describe('A first passage to watch. It is observed: the path goes on.');

const customModel = z
  .strictObject({
    drift: z.string().describe('μ(x), an expression in x and the parameters, in units of x per time.'),
    diffusion: z.string().describe('σ(x) ≥ 0, in units of x per square root of time (Itô).'),
    domain: interval.optional().describe('Lower and upper end; here or as the field domain, not both.'),
  })
  .describe('A model of your own.');

const axis = z
  .union([
    z.strictObject({
      from: z.number().describe('The first value.'),
      to: z.number().describe('The last value, above the first.'),
      steps: z.int().min(2).max(LIMITS.points).describe('Number of values, both ends among them.'),
      scale: z
        .enum(['linear', 'log'])
        .optional()
        .describe('Equal steps, or equal ratios of values > 0. Default: linear.'),
    }),
    z.array(z.number()).min(1).max(LIMITS.points),
  ])
  .describe('Values of a parameter: { from, to, steps, scale } or an increasing list.');

export const studySchema = z
  .strictObject({
    model: z.union([z.string(), customModel]).describe('A preset (see `firstpassage models`) or a model of your own.'),
    params: z
      .record(z.string(), z.number())
      .optional()
      .describe('Values of the parameters by name. A preset has defaults for all of them.'),
    domain: interval.optional().describe('Lower and upper end. A preset has a domain, which may be narrowed.'),
    boundary: z
      .strictObject({ lower: end.optional(), upper: end.optional() })
      .optional()
      .describe('What happens at each end: reflect (fold), clamp (project) or absorb. Default: reflect.'),
    initial: z
      .union([z.number(), z.strictObject({ uniform: interval }), z.literal('stationary')])
      .optional()
      .describe("Where paths start: a point, { uniform: [a, b] } or 'stationary'. Default: the middle of the domain."),
    paths: z.int().min(1).max(LIMITS.paths).optional().describe(`Number of paths. Default: ${DEFAULTS.paths}.`),
    dt: z.number().gt(0).optional().describe(`Time step. Default: ${DEFAULTS.dt}.`),
    horizon: z
      .number()
      .gt(0)
      .optional()
      .describe(`Time at which every path ends, a whole multiple of dt. Default: ${DEFAULTS.horizon}.`),
    scheme: z
      .enum(['euler-maruyama', 'milstein', 'lamperti-heun'])
      .optional()
      .describe(
        `How a step proposes the next position: euler-maruyama and milstein in x, of weak order 1; lamperti-heun in ∫dx/σ, of weak order 2. Default: ${DEFAULTS.scheme}.`,
      ),
    rng: z.enum(RNGS).optional().describe(`Counter-based random number generator. Default: ${DEFAULTS.rng}.`),
    fast: z
      .boolean()
      .optional()
      .describe(
        'On wasm: products and sums in one instruction where the engine has relaxed SIMD (Chrome, Node.js ≥ 21), about a tenth faster; the last bits then depend on the machine. Default: false.',
      ),
    saveAt: z
      .array(z.number().min(0))
      .optional()
      .describe(
        'Times of moments and histograms, increasing, whole multiples of dt. Default: [horizon], or [] with firstPassage.',
      ),
    histogram: z
      .strictObject({ bins: z.int().min(1).max(LIMITS.bins).optional() })
      .optional()
      .describe(`Histograms of x over the domain at each save time. Default: { bins: ${DEFAULTS.bins} }.`),
    firstPassage: z
      .union([threshold, z.array(threshold).min(1).max(LIMITS.thresholds)])
      .nullable()
      .optional()
      .describe(`A threshold, or a list of up to ${LIMITS.thresholds}. Default: none.`),
    method: z
      .enum(['plain', 'tilted', 'splitting'])
      .optional()
      .describe(
        `How hits are looked for: plain, or for unlikely ones tilted (importance sampling) or splitting. Default: ${DEFAULTS.method}.`,
      ),
    samplePaths: z
      .int()
      .min(0)
      .optional()
      .describe(`Number of single paths to keep for a picture. Default: ${DEFAULTS.samplePaths}.`),
    seed: z
      .union([z.int().min(0).max(Number.MAX_SAFE_INTEGER), z.string()])
      .optional()
      .describe(
        `A whole number, or text: decimal or 0x text below 2^64 is the key itself, other text is hashed. Default: ${DEFAULTS.seed}.`,
      ),
    backend: z
      .enum(['auto', 'webgpu', 'wasm', 'reference'])
      .optional()
      .describe(`Where to run. auto prefers a hardware GPU, then wasm, then reference. Default: ${DEFAULTS.backend}.`),
    tolerance: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe(
        'Relative error allowed, bias and statistical error together, at 95 % confidence: of the mean of each first passage by the horizon, else of the mean at each save time (relative to √E x²). What is left out of scheme, dt and paths is chosen so that it holds at least cost.',
      ),
    budget: z
      .strictObject({
        pathSteps: z.number().gt(0).optional().describe('Most steps of all paths together.'),
        seconds: z.number().gt(0).optional().describe('Most seconds, by a short measurement on the backend.'),
      })
      .optional()
      .describe(
        `What a tolerance may cost: pathSteps or seconds; a study that needs more is refused. Default: { seconds: ${DEFAULTS.budget.seconds} }.`,
      ),
    grid: z
      .record(z.string(), axis)
      .optional()
      .describe(
        'For `firstpassage sweep`: one or two parameters by name, each with its values; the first one varies slowest.',
      ),
    outputs: z
      .array(z.string())
      .min(1)
      .optional()
      .describe(
        'What a sweep tells of each point, as dotted names: snapshot.mean (at the last save time), firstPassage.probability, exits.upper.mean, theory.relaxationRate. Default: the usual ones of what the study observes.',
      ),
    independent: z
      .boolean()
      .optional()
      .describe(
        'Whether the points of a grid have random numbers of their own. Default: false, which makes differences between points sharper.',
      ),
    control: z
      .strictObject({
        name: z
          .string()
          .describe('alpha-beta (the difference alpha − beta, their sum kept) or the name of a parameter.'),
        from: z.number().describe('Where the path begins.'),
        to: z.number().describe('Where it ends.'),
        steps: z
          .int()
          .min(LIMITS.controlSteps[0])
          .max(LIMITS.controlSteps[1])
          .optional()
          .describe(`Points of the path, both ends included. Default: ${DEFAULTS.controlSteps}.`),
        at: z
          .number()
          .optional()
          .describe('The candidate for a critical point. Default: 0 for alpha-beta, else sought.'),
        vanishing: z
          .array(z.string())
          .optional()
          .describe(
            'Parameters that go to 0 together with the noise in a second limit. Default: gamma for the severity models, else none.',
          ),
      })
      .optional()
      .describe(
        'The path in parameter space of `firstpassage critical`. Default: alpha-beta over a third of the sum to each side of 0.',
      ),
  })
  .describe('A firstpassage study: bounded one-dimensional SDE dX = μ(X) dt + σ(X) dW (Itô).');

/** A study as it is written, before defaults. */
export type StudyInput = z.infer<typeof studySchema>;
export type ThresholdInput = z.infer<typeof threshold>;

/** The fields of a study in the order in which they are documented. */
export const STUDY_FIELDS: readonly string[] = Object.keys(studySchema.shape);

/** JSON Schema (draft 2020-12) of the study file. */
export function studyJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(studySchema, { target: 'draft-2020-12', io: 'input' });
  return { $schema, title: 'firstpassage study', ...rest };
}
