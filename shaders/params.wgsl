// What one dispatch is told. Filled by src/backend/gpu/params.ts, field by field in this order.

struct Params {
  key: vec2u,
  path_low: u32, // index of the path in slot 0; the paths of a batch never cross a multiple of 2³²
  path_high: u32,
  paths: u32, // slots in use, of each point (place.wgsl)
  slots: u32, // slots in a field of the state: its stride
  first: u32, // steps first + 1 … last are to be taken
  last: u32,
  steps: u32, // of the whole plan
  last_save: u32,
  source: u32, // the list that names the paths to follow, or NO_LIST: every slot
  survivors: u32, // the list that receives the survivors, or NO_LIST
  lower: f32, // ends of the domain in the coordinate of the state, as are the thresholds
  upper: f32,
  domain_lower: f32, // the same in x
  domain_upper: f32,
  bins_per_x: f32,
  bins: u32,
  start_length: u32,
  row: u32, // of the snapshot among the `saves`
  blocks: u32, // rows of moments in one snapshot of a point
  not_a_number: u32, // bits that WGSL has no way to write
  minus_infinity: u32,
  stride: u32, // slots of a point
  points: u32,
  saves: u32,
  lanes: u32, // of `stroll`: invocations that take path after path
  quads: u32, // that each of them may take in this dispatch
  keeps: u32, // 1 where the ends of paths are wanted, not the counts alone
  spare0: u32,
  spare1: u32,
  spare2: u32,
  thresholds: array<vec4f, 8>, // .x: the value
}

@group(0) @binding(0) var<uniform> params: Params;
