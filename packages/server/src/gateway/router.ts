import { renderCss, renderHtml } from "@feiliao/protocol/document";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { RequestHandler } from "../links/sms/simulator/index.ts";
import { errorResponse, type HttpGateway } from "./http.ts";
import { PAGE_HEADERS } from "./security-headers.ts";
import type { ShareGateway } from "./share-gateway.ts";
import type { StaticFiles } from "./static-files.ts";

export interface RouterParts {
  http: HttpGateway;
  files: StaticFiles;
  /** What is seen without the app, by links in SMS. */
  shares: ShareGateway;
  /** Webhooks of carriers; null when the path is no link's. */
  webhooks(request: Request, path: string, peer_address: string): Promise<Response | null>;
  /** The carrier simulator's routes, while it is on. */
  phones: RequestHandler | null;
  /** What the operator sees; null for the page itself. */
  operator(request: Request, path: string, source: RequestSource): Promise<Response | null>;
  /** Whether the server can store anything now. */
  healthy(): boolean;
}

/** Where a request comes from; `ip` null: no budget per address applies. */
export interface RequestSource {
  ip: string | null;
  socket_address: string;
}

/** Finds who answers a path. */
export async function route(
  parts: RouterParts,
  request: Request,
  path: string,
  { ip, socket_address }: RequestSource,
): Promise<Response> {
  if (path === "/healthz")
    return Response.json({ ok: parts.healthy() }, { status: parts.healthy() ? 200 : 503 });
  if (path.startsWith("/v1/")) return parts.http.respond(request, path, ip);
  if (path.startsWith("/s/")) return (await parts.shares.respond(request, path, ip)) ?? notFound();
  if (path.startsWith("/links/")) {
    return (await parts.webhooks(request, path, ip ?? socket_address)) ?? notFound();
  }
  if (path === "/phones" || path.startsWith("/phones/")) {
    const answer = parts.phones ? await parts.phones(request, socket_address) : notFound();
    return answer ?? (await parts.files.respondGuarded(request, "phones.html")) ?? notFound();
  }
  if (path === "/metrics" || path === "/operator" || path.startsWith("/operator/")) {
    const answer = await parts.operator(request, path, { ip, socket_address });
    return answer ?? (await parts.files.respondGuarded(request, "operator.html")) ?? notFound();
  }
  if (path === "/docs") return document(reference().html, "text/html; charset=utf-8");
  if (path === "/docs.css") return document(reference().css, "text/css; charset=utf-8");
  return (await parts.files.respond(request, path)) ?? notFound();
}

/** Rendered when first asked for: it takes milliseconds of the serving thread, and anyone may ask. */
let rendered: { html: string; css: string } | null = null;
function reference() {
  rendered ??= { html: renderHtml(), css: renderCss() };
  return rendered;
}

function document(body: string, type: string): Response {
  return new Response(body, {
    headers: { ...PAGE_HEADERS, "content-type": type, "cache-control": "no-cache" },
  });
}

function notFound(): Response {
  return errorResponse(new FeiliaoError("not_found"));
}
