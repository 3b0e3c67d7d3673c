/**
 * Where a counter begins that follows a time in an id, when that is told to `span_ms` and the counter has `size` values: who
 * starts again within that span goes on above, unless it made more than `size / span_ms` a millisecond before.
 */
export function firstWithin(span_ms: number, size: number, now_ms: number): number {
  return (now_ms % span_ms) * Math.floor(size / span_ms) + 1;
}

/** Counts requests from `first` on, as an unsigned 32-bit number that starts over at 0. */
export function counter(first = 1): () => number {
  let next = first;
  return () => {
    const count = next;
    next = (next + 1) >>> 0;
    return count;
  };
}
