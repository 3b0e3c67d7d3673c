/** Counts requests from `first` on, as an unsigned 32-bit number that starts over at 0. */
export function counter(first = 1): () => number {
  let next = first;
  return () => {
    const count = next;
    next = (next + 1) >>> 0;
    return count;
  };
}
