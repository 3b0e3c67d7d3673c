import {
  type BlobId,
  blobId,
  type ConversationId,
  conversationId,
  HTTP_STATUS,
  type TalkId,
  talkId,
  uploadId,
} from "@feiliao/protocol";
import { errorBody, FeiliaoError } from "@feiliao/protocol/errors";
import { TEXT_FRAME_BYTES_MAX } from "@feiliao/protocol/up";
import { tokenHash } from "../accounts/tokens.ts";
import type { Downloads } from "../media/downloads.ts";
import type { Uploads } from "../media/uploads.ts";
import type { Clock } from "../platform/clock.ts";
import { inBackground } from "../platform/failure.ts";
import type { Logger } from "../platform/logger.ts";
import type { AccountStore, DeviceIdentity } from "../store/account-store.ts";
import { blobResponse } from "./blob-response.ts";
import { type CallerLimits, callerKey } from "./caller-limits.ts";
import type { Dispatch } from "./dispatch.ts";
import { corsHeaders, isAllowedOrigin } from "./origin.ts";
import { parseJson } from "./parse-frame.ts";
import { readText } from "./request-text.ts";
import { PAGE_HEADERS, UPLOAD_HEADERS } from "./security-headers.ts";

interface Parts {
  dispatch: Dispatch;
  uploads: Uploads;
  downloads: Downloads;
  accounts: AccountStore;
  limits: CallerLimits;
  clock: Clock;
  logger: Logger;
  /** Origins besides the server's own that may call. */
  origins: readonly string[];
  /** Answered at GET /v1/server. */
  about: {
    name: string;
    version: string;
    simulator: boolean;
    /** The domain whose pages can use passkeys. */
    passkeys: string;
  };
}

/** Pieces of an upload are made durable in steps of this size, so that a broken one goes on from there. */
const UPLOAD_STEP_BYTES = 4 * 1024 * 1024;

/** Everything under /v1 but the socket. */
export class HttpGateway {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `ip` null: no budget per address applies. */
  async respond(request: Request, path: string, ip: string | null): Promise<Response> {
    const operation = path.replace(/^\/v1\//, "");
    const allow = corsHeaders(request, this.#parts.origins);
    try {
      if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: allow });
      const response = await this.#route(request, operation, ip);
      for (const [name, value] of Object.entries(allow)) response.headers.set(name, value);
      return response;
    } catch (failure) {
      const response = errorResponse(this.#parts.dispatch.toFeiliaoError(operation, failure));
      for (const [name, value] of Object.entries(allow)) response.headers.set(name, value);
      return response;
    }
  }

  async #route(request: Request, path: string, ip: string | null): Promise<Response> {
    // A page of another origin must not make its visitor's browser do anything here.
    if (request.method !== "GET" && !isAllowedOrigin(request, this.#parts.origins)) {
      throw new FeiliaoError("unauthorized", {}, "this origin is not allowed");
    }
    const [area, first, second, ...more] = path.split("/");
    if (request.method === "POST") return this.#call(request, path, ip);
    if (more.length > 0) throw new FeiliaoError("unknown_operation");
    if (request.method === "PATCH" && area === "media" && first === "uploads")
      return this.#upload(request, second);
    if (request.method !== "GET") throw new FeiliaoError("method_not_allowed");
    if (path === "server") return json(this.#parts.about);
    if (area === "media" && second) return this.#media(request, first, second);
    if (area === "talks" && second === "packets") return this.#packets(request, first);
    throw new FeiliaoError("method_not_allowed");
  }

  async #call(request: Request, operation: string, ip: string | null): Promise<Response> {
    const text = await readText(request, TEXT_FRAME_BYTES_MAX);
    const caller = await this.#identify(request);
    const input = text === "" ? {} : parseJson(text);
    return json(await this.#parts.dispatch.call(operation, input, { ip, caller, socket: null }));
  }

  async #upload(request: Request, id: string | undefined): Promise<Response> {
    const { account_id } = await this.#authenticate(request);
    const upload_id = idOf(uploadId, id);
    const offset = Number(request.headers.get("upload-offset") ?? Number.NaN);
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw new FeiliaoError("bad_request", {}, "Upload-Offset");
    let state = await this.#parts.uploads.append(account_id, upload_id, offset, new Uint8Array());
    let at = offset;
    for await (const piece of pieces(request.body, UPLOAD_STEP_BYTES)) {
      if (state.blob_id) break;
      state = await this.#parts.uploads.append(account_id, upload_id, at, piece);
      at += piece.length;
    }
    return json(state);
  }

  async #media(request: Request, place: string | undefined, id: string): Promise<Response> {
    const { account_id } = await this.#authenticate(request);
    const blob_id: BlobId = idOf(blobId, id);
    const where: ConversationId | "me" = place === "me" ? place : idOf(conversationId, place);
    const { blob, type } = await this.#parts.downloads.open(account_id, where, blob_id);
    return blobResponse(request.headers, blob_id, blob, type);
  }

  async #packets(request: Request, id: string | undefined): Promise<Response> {
    const { account_id } = await this.#authenticate(request);
    const talk_id: TalkId = idOf(talkId, id);
    const { body, size, sealed } = await this.#parts.downloads.packets(account_id, talk_id);
    const cache = sealed ? {} : { "cache-control": "no-store" }; // what has not ended will be more
    return new Response(body, {
      headers: {
        ...UPLOAD_HEADERS,
        ...cache,
        "content-type": "application/octet-stream",
        "content-length": String(size),
      },
    });
  }

  /** Who calls, when a token is given. @throws unauthorized when the token is no good */
  async #identify(request: Request): Promise<DeviceIdentity | null> {
    const header = request.headers.get("authorization");
    if (header === null) return null;
    const [scheme, token] = header.split(" ");
    if (scheme?.toLowerCase() !== "bearer" || !token) throw new FeiliaoError("unauthorized");
    const { accounts, clock, logger } = this.#parts;
    const identity = await accounts.deviceByToken(tokenHash(token));
    if (!identity) throw new FeiliaoError("unauthorized");
    inBackground(logger, "noting a device's visit", accounts.touch(identity, clock.now()));
    return identity;
  }

  async #authenticate(request: Request): Promise<DeviceIdentity> {
    const identity = await this.#identify(request);
    if (!identity) throw new FeiliaoError("unauthorized");
    this.#parts.limits.take(callerKey(identity.account_id, null));
    return identity;
  }
}

function json(body: unknown): Response {
  return Response.json(body, {
    headers: { "cache-control": "no-store", "x-content-type-options": "nosniff" },
  });
}

export function errorResponse(error: FeiliaoError): Response {
  const { retry_after_s } = error.details;
  const headers = {
    "cache-control": "no-store",
    "x-content-type-options": PAGE_HEADERS["x-content-type-options"]!,
    ...(retry_after_s !== undefined && { "retry-after": String(retry_after_s) }),
  };
  return Response.json({ error: errorBody(error) }, { status: HTTP_STATUS[error.code], headers });
}

/** An id that does not even look like one is as unknown as any other. */
function idOf<Id>(schema: { safeParse(value: unknown): { success: boolean; data?: Id } }, text: unknown): Id {
  const parsed = schema.safeParse(text);
  if (!parsed.success || parsed.data === undefined) throw new FeiliaoError("not_found");
  return parsed.data;
}

/** The body in pieces of about `step` bytes. */
async function* pieces(body: ReadableStream<Uint8Array> | null, step: number): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    size += part.length;
    if (size < step) continue;
    yield Buffer.concat(parts);
    parts = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(parts);
}
