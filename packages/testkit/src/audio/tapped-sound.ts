const SAMPLES_PER_MS = 48;

/** A piece of sound as the web app's voice tap gives it; `at_ms` is the wall clock of its first sample. */
export interface TappedSound {
  samples: ArrayLike<number>;
  at_ms: number;
}

/** The pieces in a row, which they are: the audio thread skips nothing. */
export function joinTapped(pieces: readonly TappedSound[]): { samples: Float32Array; began_at_ms: number } {
  const samples = new Float32Array(pieces.reduce((length, piece) => length + piece.samples.length, 0));
  let began_at_ms = Number.POSITIVE_INFINITY;
  let at = 0;
  for (const piece of pieces) {
    // The audio thread works in bursts: the most punctual piece tells when it all began.
    began_at_ms = Math.min(began_at_ms, piece.at_ms - at / SAMPLES_PER_MS);
    samples.set(piece.samples, at);
    at += piece.samples.length;
  }
  return { samples, began_at_ms };
}
