import { FeiliaoError } from "@feiliao/protocol/errors";
import { isSameOrigin } from "../../../../platform/same-origin.ts";

/**
 * A request that only reads. GET includes HEAD (RFC 9110 §9.3.2).
 * @throws {FeiliaoError} method_not_allowed
 */
export function reads(request: Request): void {
  if (request.method !== "GET" && request.method !== "HEAD") throw new FeiliaoError("method_not_allowed");
}

/**
 * A request that changes something, which no page of another origin may make.
 * @throws {FeiliaoError} method_not_allowed, not_found
 */
export function changes(request: Request): void {
  if (request.method !== "POST") throw new FeiliaoError("method_not_allowed");
  if (!isSameOrigin(request.headers)) throw new FeiliaoError("not_found");
}

export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
