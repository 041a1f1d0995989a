/** Complex numbers, where a transform is inverted. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}
