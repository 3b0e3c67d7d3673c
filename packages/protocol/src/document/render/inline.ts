/** A piece of inline markup. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong"; text: string }
  | { kind: "link"; label: Inline[]; target: string };

const MARKUP = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

export function parseInline(markup: string): Inline[] {
  const pieces: Inline[] = [];
  let at = 0;
  for (const match of markup.matchAll(MARKUP)) {
    if (match.index > at) pieces.push({ kind: "text", text: markup.slice(at, match.index) });
    pieces.push(pieceOf(match));
    at = match.index + match[0].length;
  }
  if (at < markup.length) pieces.push({ kind: "text", text: markup.slice(at) });
  return pieces;
}

function pieceOf([, code, strong, label, target]: RegExpExecArray): Inline {
  if (code !== undefined) return { kind: "code", text: code };
  if (strong !== undefined) return { kind: "strong", text: strong };
  return { kind: "link", label: parseInline(label ?? ""), target: target ?? "" };
}
