export interface Selected {
  text: string;
  start: number;
  end: number;
}

/** Puts a mark on both sides of what is selected, or takes it away when it is there. */
export function toggleMark({ text, start, end }: Selected, mark: string): Selected {
  const before = text.slice(0, start);
  const inside = text.slice(start, end);
  const after = text.slice(end);
  const { length } = mark;
  if (before.endsWith(mark) && after.startsWith(mark)) {
    const shorter = before.slice(0, -length) + inside + after.slice(length);
    return { text: shorter, start: start - length, end: end - length };
  }
  return { text: before + mark + inside + mark + after, start: start + length, end: end + length };
}
