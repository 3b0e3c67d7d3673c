import type { Clock } from "../../../platform/clock.ts";
import { describeFailure, type Logger } from "../../../platform/logger.ts";
import type { DeliveryReport, IncomingSms } from "../sms-link.ts";
import type { WebhookSettings } from "./http-settings.ts";
import type { Secrets } from "./placeholders.ts";
import { type Call, passes } from "./webhook-check.ts";
import { documentOf, readIncoming, readReports } from "./webhooks.ts";

interface Parts {
  /** Undefined: the provider does not call. */
  settings: WebhookSettings | undefined;
  secrets: Secrets;
  mainland: boolean;
  public_url: string | null;
  clock: Clock;
  logger: Logger;
  listeners: { report(report: DeliveryReport): Promise<void>; incoming(sms: IncomingSms): Promise<void> };
}

const BODY_BYTES_MAX = 256 * 1024;
const RETRY_AFTER_S = 10;

/**
 * Answers a webhook at `report` or `incoming`. A 2xx says that everything in it is stored; with a 503 the provider is
 * asked to call again.
 */
export async function respondTo(
  request: Request,
  path: string,
  peer_address: string,
  { settings, secrets, mainland, public_url, clock, logger, listeners }: Parts,
): Promise<Response> {
  const wanted = path === "report" ? settings?.report : path === "incoming" ? settings?.incoming : undefined;
  if (!settings || !wanted) return new Response(null, { status: 404 });
  if (request.method !== "POST" && request.method !== "GET") return new Response(null, { status: 405 });
  const text = await textOf(request);
  if (text === null) return new Response(null, { status: 413 });
  const call = callOf(request, text, peer_address, public_url);
  if (!settings.checks.every((check) => passes(check, call, secrets))) {
    logger.warn("a webhook of a provider of SMS failed its checks", { kind: path });
    return new Response(null, { status: 403 });
  }
  const document = documentOf(call.query, text, request.headers.get("content-type") ?? "");
  const reading = { settings, mainland, now: clock.now() };
  const reports = path === "report" ? readReports(document, reading) : [];
  const incoming = path === "incoming" ? readIncoming(document, reading) : [];
  if (!reports || !incoming) return new Response(null, { status: 400 });
  try {
    for (const report of reports) await listeners.report(report);
    for (const sms of incoming) await listeners.incoming(sms);
  } catch (failure) {
    logger.error("what a provider of SMS said was not stored", {
      kind: path,
      error: describeFailure(failure),
    });
    return new Response(null, { status: 503, headers: { "retry-after": String(RETRY_AFTER_S) } });
  }
  if (!settings.reply) return new Response(null, { status: 204 });
  const { status, content_type, body } = settings.reply;
  return new Response(body, { status, headers: { "content-type": content_type } });
}

function callOf(request: Request, text: string, peer_address: string, public_url: string | null): Call {
  const { pathname, search, searchParams, origin } = new URL(request.url);
  const content_type = request.headers.get("content-type") ?? "";
  const is_form = /^application\/x-www-form-urlencoded\b/i.test(content_type);
  return {
    href: `${public_url ? new URL(public_url).origin : origin}${pathname}${search}`,
    query: searchParams,
    headers: request.headers,
    text,
    fields: is_form ? [...new URLSearchParams(text)] : [],
    peer_address,
  };
}

/** Null when there is more than anybody needs to say. */
async function textOf(request: Request): Promise<string | null> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request.body ?? []) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > BODY_BYTES_MAX) return null;
  }
  return Buffer.concat(pieces).toString("utf8");
}
