/** What part of a representation a request asks for (RFC 9110 §14). `end` is exclusive. */
export type RangeAnswer =
  | { status: 200 }
  | { status: 206; start: number; end: number }
  /** Nothing of what was asked for exists, or several ranges at once, which this server does not give. */
  | { status: 416 };

const SINGLE = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/;
const SEVERAL = /^bytes=[\d\s,-]+,/;

/** `etag` is strong. A header that makes no sense is as none (§14.2); a condition that fails asks for everything (§13.1.5). */
export function rangeOf(headers: Headers, size: number, etag: string): RangeAnswer {
  const range = headers.get("range")?.trim();
  const condition = headers.get("if-range")?.trim();
  if (!range || (condition !== undefined && condition !== etag)) return { status: 200 };
  if (SEVERAL.test(range)) return { status: 416 };
  const match = SINGLE.exec(range);
  if (!match) return { status: 200 };
  const [, first, last, suffix] = match;
  if (suffix !== undefined) return span(Math.max(0, size - Number(suffix)), size);
  if (last !== "" && Number(last) < Number(first)) return { status: 200 };
  return span(Number(first), last === "" ? size : Math.min(Number(last) + 1, size));
}

function span(start: number, end: number): RangeAnswer {
  return start < end ? { status: 206, start, end } : { status: 416 };
}

/** Whether the caller has exactly this already (RFC 9110 §13.1.2). */
export function isKnown(headers: Headers, etag: string): boolean {
  const known = headers.get("if-none-match")?.split(",") ?? [];
  return known.some((tag) => ["*", etag, `W/${etag}`].includes(tag.trim()));
}
