/**
 * The rule of three: no failure in n independent tries means that the chance of one is below 3/n, with 95 %
 * confidence. Null when there was a failure, or no try.
 */
export function boundOf(tries: number, failures: number): number | null {
  return failures === 0 && tries > 0 ? Math.min(1, 3 / tries) : null;
}

export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}
