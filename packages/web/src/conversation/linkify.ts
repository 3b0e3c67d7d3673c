export type TextPart = { text: string } | { text: string; href: string };

/** Begins with a scheme or www. and runs to white space, a quotation mark, or Chinese punctuation or brackets. */
const CANDIDATE = /(?:https?:\/\/|www\.)[^\s<>"'`，。；：！？、（）《》「」『』【】“”‘’]+/giu;
/** Punctuation that ends a sentence rather than an address. */
const TRAILING = ".,;:!?*_~";

/** Splits a text at its web addresses. Joined again, the parts are the text. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const address = withoutTail(match[0]);
    const href = hrefOf(address);
    if (!href) continue;
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    parts.push({ text: address, href });
    at = match.index + address.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

function withoutTail(address: string): string {
  const tail = address.includes("(") ? TRAILING : `${TRAILING})`;
  let end = address.length;
  while (end > 0 && tail.includes(address[end - 1]!)) end--;
  return address.slice(0, end);
}

function hrefOf(address: string): string | null {
  const absolute = /^www\./i.test(address) ? `https://${address}` : address;
  if (!URL.canParse(absolute)) return null;
  const { hostname, href } = new URL(absolute);
  return hostname.includes(".") || hostname === "localhost" ? href : null;
}
