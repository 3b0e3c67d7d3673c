import { isSameOrigin } from "../platform/same-origin.ts";

/**
 * Whether a page of this origin may open a socket or change anything: the server's own pages, and those the operator named.
 * Programs send no Origin; they prove themselves with a ticket like everybody else.
 */
export function isAllowedOrigin(request: Request, allowed: readonly string[]): boolean {
  return isSameOrigin(request.headers) || allowed.includes(request.headers.get("origin")!);
}

/** What lets a page of a named origin read the answers (Fetch standard, CORS protocol). */
export function corsHeaders(request: Request, allowed: readonly string[]): Record<string, string> {
  const origin = request.headers.get("origin");
  if (origin === null || !allowed.includes(origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-headers": "authorization, content-type, upload-offset",
    "access-control-allow-methods": "GET, POST, PATCH",
    vary: "origin",
  };
}
