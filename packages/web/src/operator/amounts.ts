/** ¥1.05 of 105 fen. */
export function yuan(fen: number): string {
  return `¥${(fen / 100).toFixed(2)}`;
}

/** 340 ms, 1.2 s, or nothing that is known. */
export function duration(duration_ms: number | null): string {
  if (duration_ms === null) return "–";
  return duration_ms < 1_000 ? `${Math.round(duration_ms)} ms` : `${(duration_ms / 1_000).toFixed(1)} s`;
}

/** 42 %, of nothing nothing. */
export function share(part: number, whole: number): string {
  return whole === 0 ? "–" : `${Math.round((100 * part) / whole)} %`;
}
