import { type ErrorCode, errorBody, FeiliaoError, HTTP_STATUS } from "@feiliao/protocol/errors";
import type { Carriers } from "./carriers/carriers.ts";
import { eventStream } from "./event-stream.ts";
import type { HandsetGuard } from "./guard.ts";
import { MAGIC_NUMBERS } from "./magic-numbers.ts";
import { json, reads } from "./routes/allow.ts";
import { answerCarrier, listCarriers } from "./routes/carrier-routes.ts";
import { answerHandset } from "./routes/handset-routes.ts";
import type { WireCarriers } from "./wire/wire-carriers.ts";

/** Pages that may watch the handsets at once. */
const WATCHERS_MAX = 64;

interface RoutesOptions {
  carriers: Carriers;
  /** Null: nobody can dial the carriers. */
  wire: WireCarriers | null;
  guard: HandsetGuard;
}

/** Answers a request, or null when it is for somebody else. `peer_address`: where its connection comes from. */
export type RequestHandler = (request: Request, peer_address: string) => Promise<Response | null>;

/**
 * Everything under `/phones`. Who does not pass the guard learns no more than that there is nothing here. The page
 * itself, `GET /phones`, is left to whoever serves the built web app.
 */
export function simulatorRoutes(options: RoutesOptions): RequestHandler {
  return async (request, peer_address) => {
    const { pathname } = new URL(request.url);
    if (pathname !== "/phones" && !pathname.startsWith("/phones/")) return null;
    if (!options.guard({ headers: request.headers, peer_address })) return failure("not_found");
    try {
      return await answer(options, request, pathname.slice("/phones".length));
    } catch (error) {
      if (error instanceof FeiliaoError) return failure(error.code);
      throw error;
    }
  };
}

async function answer(parts: RoutesOptions, request: Request, path: string): Promise<Response | null> {
  const { carriers } = parts;
  switch (path) {
    case "":
      reads(request);
      return null;
    case "/list.json":
      reads(request);
      return json({ handsets: carriers.handsets(), magic_numbers: MAGIC_NUMBERS });
    case "/events":
      reads(request);
      if (carriers.watchers >= WATCHERS_MAX) throw new FeiliaoError("overloaded");
      return eventStream(carriers);
    case "/carriers.json":
      return listCarriers(parts, request);
    default:
      return path.startsWith("/carriers/")
        ? answerCarrier(parts, request, path.slice("/carriers".length))
        : answerHandset(carriers, request, path);
  }
}

function failure(code: ErrorCode): Response {
  return json({ error: errorBody(new FeiliaoError(code)) }, HTTP_STATUS[code]);
}
