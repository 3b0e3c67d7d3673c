import type { TextRange } from "@feiliao/protocol/text/match";

/** What is shown of a long text: some of it around the first place that was found. */
export interface Snippet {
  text: string;
  highlights: TextRange[];
}

const BEFORE_MAX = 16;
const SNIPPET_MAX = 120;
const CUT = "…";

/** `found` is ascending. The text is on one line, and characters stay whole. */
export function snippetOf(text: string, found: readonly TextRange[]): Snippet {
  const first = found[0]?.start ?? 0;
  const start = text.length <= SNIPPET_MAX ? 0 : wholeAt(text, Math.max(0, first - BEFORE_MAX));
  const end = wholeAt(text, Math.min(text.length, start + SNIPPET_MAX));
  const head = start > 0 ? CUT : "";
  const tail = end < text.length ? CUT : "";
  const shift = head.length - start;
  return {
    text: head + text.slice(start, end).replace(/\s/g, " ") + tail,
    highlights: found
      .filter((range) => range.start < end)
      .map((range) => ({ start: range.start + shift, end: Math.min(range.end, end) + shift })),
  };
}

/** The offset, or the one before it when it would part a surrogate pair. */
function wholeAt(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  return unit >= 0xdc00 && unit < 0xe000 ? offset - 1 : offset;
}
