/**
 * Whether a page of this origin may open a socket: the server's own pages, and those the operator named.
 * Programs send no Origin; they prove themselves with a ticket like everybody else.
 */
export function isAllowedOrigin(request: Request, allowed: readonly string[]): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  if (allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.get("host");
}
