import { type ErrorCode, FeiliaoError, HTTP_STATUS } from "@feiliao/protocol/errors";
import { isSameOrigin } from "../../../platform/same-origin.ts";
import { eventStream } from "./event-stream.ts";
import type { HandsetGuard } from "./guard.ts";
import { HANDSET_NUMBER } from "./handset.ts";
import { MAGIC_NUMBERS } from "./magic-numbers.ts";
import { readReply } from "./reply-body.ts";
import type { Simulator } from "./simulator.ts";

/** Pages that may watch the handsets at once. */
const WATCHERS_MAX = 64;

interface RoutesOptions {
  simulator: Simulator;
  guard: HandsetGuard;
}

/** Answers a request, or null when it is for somebody else. `peer_address`: where its connection comes from. */
export type RequestHandler = (request: Request, peer_address: string) => Promise<Response | null>;

/**
 * Everything under `/phones`. Who does not pass the guard learns no more than that there is nothing here. The page
 * itself, `GET /phones`, is left to whoever serves the built web app.
 */
export function simulatorRoutes({ simulator, guard }: RoutesOptions): RequestHandler {
  return async (request, peer_address) => {
    const { pathname } = new URL(request.url);
    if (pathname !== "/phones" && !pathname.startsWith("/phones/")) return null;
    if (!guard({ headers: request.headers, peer_address })) return failure("not_found");
    try {
      return await answer(simulator, request, pathname);
    } catch (error) {
      if (error instanceof FeiliaoError) return failure(error.code);
      throw error;
    }
  };
}

async function answer(simulator: Simulator, request: Request, pathname: string): Promise<Response | null> {
  const path = pathname.slice("/phones".length);
  switch (path) {
    case "":
      allow(request, "GET");
      return null;
    case "/list.json":
      allow(request, "GET");
      return json({ handsets: simulator.handsets(), magic_numbers: MAGIC_NUMBERS });
    case "/events":
      allow(request, "GET");
      if (simulator.watchers >= WATCHERS_MAX) throw new FeiliaoError("overloaded");
      return eventStream(simulator);
    default:
      return answerHandset(simulator, request, path);
  }
}

async function answerHandset(simulator: Simulator, request: Request, path: string): Promise<Response> {
  const { number, resource } = handsetPath(path);
  if (resource === "messages") {
    allow(request, "GET");
    return json(simulator.messages(number));
  }
  allow(request, "POST");
  if (!isSameOrigin(request.headers)) throw new FeiliaoError("not_found");
  return json(await simulator.reply(number, await readReply(request)));
}

/** `/+8613800138000/messages` or `/+8613800138000/reply`; the plus may be percent-encoded. */
function handsetPath(path: string): { number: string; resource: "messages" | "reply" } {
  const [, written = "", resource, ...rest] = path.split("/");
  const number = written.replace(/^%2B/i, "+");
  const known = resource === "messages" || resource === "reply";
  if (!known || rest.length > 0 || !HANDSET_NUMBER.test(number)) throw new FeiliaoError("not_found");
  return { number, resource };
}

/** GET includes HEAD (RFC 9110 §9.3.2). */
function allow(request: Request, method: "GET" | "POST"): void {
  const asked = request.method === "HEAD" ? "GET" : request.method;
  if (asked !== method) throw new FeiliaoError("method_not_allowed");
}

function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

function failure(code: ErrorCode): Response {
  return json({ error: new FeiliaoError(code).toBody() }, HTTP_STATUS[code]);
}
