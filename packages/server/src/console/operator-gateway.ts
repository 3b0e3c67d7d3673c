import { FeiliaoError } from "@feiliao/protocol/errors";
import { errorResponse } from "../gateway/http.ts";
import type { Clock } from "../platform/clock.ts";
import { isSameOrigin } from "../platform/same-origin.ts";
import type { Store } from "../store/store.ts";
import { CsvError } from "./csv.ts";
import { metricsOf } from "./metrics.ts";
import type { OperatorAccess } from "./operator-access.ts";
import { readOverrides } from "./overrides-csv.ts";
import { PROMETHEUS_TYPE, renderMetrics } from "./prometheus.ts";
import type { OperatorReport } from "./report.ts";
import { readStatement, readTime } from "./statement-csv.ts";

/** About 300,000 lines. */
const FILE_BYTES_MAX = 32 * 1024 * 1024;
const FORM_BYTES_MAX = 4_096;

interface Parts {
  access: OperatorAccess;
  report(): Promise<OperatorReport>;
  store: Pick<Store, "sms">;
  clock: Clock;
}

/** Where a request comes from; `ip` null: no budget per address applies. */
interface Source {
  ip: string | null;
  socket_address: string;
}

/**
 * Everything under `/operator`, and `/metrics`. Who may not look learns no more than that there is nothing here, or that a
 * token is asked for. The page itself, `GET /operator`, is left to whoever serves the built web app.
 */
export class OperatorGateway {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Null: the page is to be served. */
  async respond(request: Request, path: string, source: Source): Promise<Response | null> {
    try {
      return await this.#answer(request, path, source);
    } catch (failure) {
      if (failure instanceof CsvError) {
        return errorResponse(new FeiliaoError("bad_request", {}, failure.message));
      }
      if (failure instanceof FeiliaoError) return errorResponse(failure);
      throw failure;
    }
  }

  async #answer(request: Request, path: string, { ip, socket_address }: Source): Promise<Response | null> {
    const visitor = { headers: request.headers, peer_address: socket_address };
    const may = this.#parts.access.of(visitor);
    if (may === "nobody") throw new FeiliaoError("not_found");
    if (request.method === "GET" && path === "/operator") return null;
    if (request.method === "POST" && !isSameOrigin(request.headers)) throw new FeiliaoError("not_found");
    if (request.method === "POST" && path === "/operator/sign-in") return this.#signIn(request, ip);
    if (may === "sign_in") throw new FeiliaoError("unauthorized");
    return this.#signedIn(request, path);
  }

  async #signedIn(request: Request, path: string): Promise<Response> {
    const { access, report, store } = this.#parts;
    switch (`${request.method} ${path}`) {
      case "GET /metrics":
        return new Response(renderMetrics(metricsOf(await report())), {
          headers: { "content-type": PROMETHEUS_TYPE, "cache-control": "no-store" },
        });
      case "GET /operator/report.json":
        return json({ ...(await report()), may_sign_out: access.asksForToken });
      case "POST /operator/sign-out":
        return new Response(null, { status: 204, headers: { "set-cookie": access.signOut() } });
      case "POST /operator/overrides": {
        const overrides = readOverrides(await readText(request, FILE_BYTES_MAX));
        await store.sms.setOverrides(overrides);
        return json({ overrides: overrides.length });
      }
      case "POST /operator/statement":
        return json(await this.#importStatement(request));
      default:
        throw new FeiliaoError("not_found");
    }
  }

  async #importStatement(request: Request) {
    const { store, clock } = this.#parts;
    const { searchParams } = new URL(request.url);
    const link = searchParams.get("link") ?? "";
    const [from, until] = ["from", "until"].map((name) => readTime(searchParams.get(name) ?? ""));
    if (!link || from == null || until == null || from >= until) {
      throw new FeiliaoError(
        "bad_request",
        {},
        "link, from and until say whose statement it is, and of when",
      );
    }
    const lines = readStatement(await readText(request, FILE_BYTES_MAX));
    return store.sms.importStatement({ link, from, until, lines }, clock.now());
  }

  async #signIn(request: Request, ip: string | null): Promise<Response> {
    const token = new URLSearchParams(await readText(request, FORM_BYTES_MAX)).get("token") ?? "";
    const cookie = await this.#parts.access.signIn(token, ip);
    return new Response(null, { status: 204, headers: { "set-cookie": cookie } });
  }
}

function json(body: unknown): Response {
  return Response.json(body, {
    headers: { "cache-control": "no-store", "x-content-type-options": "nosniff" },
  });
}

async function readText(request: Request, bytes_max: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? bytes_max + 1) > bytes_max) {
    throw new FeiliaoError("too_large");
  }
  return request.text();
}
