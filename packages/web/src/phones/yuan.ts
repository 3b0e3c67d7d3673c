/** 1.05 of 105 fen. */
export function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}
