/** What came in a webhook or an answer: a JSON value or the fields of a form, and the query of its URL. */
export interface Document {
  body: unknown;
  query: Readonly<Record<string, string>>;
}

/** `$.items[0].id` in the body, or `?id` in the query. `$` alone is the whole body. */
export const PATH = /^(\?[\w-]+|\$((\.[\w-]+)|(\[\d+\]))*)$/;

/** What a path leads to, as text; null when there is nothing, or no single value. */
export function textAt(document: Document, path: string): string | null {
  const value = valueAt(document, path);
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

export function valueAt({ body, query }: Document, path: string): unknown {
  if (path.startsWith("?")) return query[path.slice(1)];
  let value = body;
  for (const [, name, index] of path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)) {
    if (typeof value !== "object" || value === null) return undefined;
    const key = name ?? index ?? "";
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

/** Text that is JSON, or a form (application/x-www-form-urlencoded); null when it is neither. */
export function parseBody(text: string, content_type: string): unknown {
  if (/^application\/x-www-form-urlencoded\b/i.test(content_type)) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
