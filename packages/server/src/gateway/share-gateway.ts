import { FeiliaoError } from "@feiliao/protocol/errors";
import { z } from "zod";
import type { Blobs } from "../blobs/blobs.ts";
import { MEDIA_PATH, type SharedPart, sharedMessage, sharedPart } from "../sms/share/shared-media.ts";
import type { Shares } from "../sms/share/shares.ts";
import type { Store } from "../store/store.ts";
import { blobResponse } from "./blob-response.ts";
import { type CallerLimits, callerKey } from "./caller-limits.ts";
import { errorResponse } from "./http.ts";
import { readText } from "./request-text.ts";

interface Parts {
  store: Pick<Store, "accounts" | "talks">;
  shares: Shares;
  blobs: Blobs;
  limits: CallerLimits;
  /** Whether people come by HTTPS. */
  secure: boolean;
}

const COOKIE = "feiliao_share";
/** How long a page that was opened goes on playing. */
const OPEN_S_MAX = 3_600;
const BODY_BYTES_MAX = 1_000;
const PATH = new RegExp(`^${MEDIA_PATH}/([A-Za-z0-9_-]{16})/(content|poster|voice\\.ogg|voice\\.caf)$`);
const openInput = z.object({ token: z.string() });

/**
 * What the page behind a link in an SMS asks for: `POST /s/open {token}` answers what the message is, and gives the browser
 * leave to fetch its media for an hour, in a cookie for that path alone. The token is in no URL that reaches a server.
 */
export class ShareGateway {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Null: the path is none of these. */
  async respond(request: Request, path: string, ip: string | null): Promise<Response | null> {
    const media = PATH.exec(path);
    if (path !== "/s/open" && !media) return null;
    try {
      this.#parts.limits.take(callerKey(undefined, ip));
      if (!media) return await this.#open(request);
      return await this.#media(request, media[1]!, media[2] as SharedPart);
    } catch (failure) {
      if (failure instanceof FeiliaoError) return errorResponse(failure);
      throw failure;
    }
  }

  async #open(request: Request): Promise<Response> {
    if (request.method !== "POST") throw new FeiliaoError("method_not_allowed");
    const { token } = await readInput(request);
    const shared = await this.#parts.shares.open(token);
    const message = shared && (await sharedMessage(this.#parts.store, shared));
    if (!message) throw new FeiliaoError("not_found");
    const where = `Path=${MEDIA_PATH}/${shared.share_id}; Max-Age=${OPEN_S_MAX}`;
    return Response.json(message, {
      headers: {
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "set-cookie": `${COOKIE}=${token}; ${where}; HttpOnly; SameSite=Strict${this.#parts.secure ? "; Secure" : ""}`,
      },
    });
  }

  async #media(request: Request, share_id: string, part: SharedPart): Promise<Response> {
    if (request.method !== "GET") throw new FeiliaoError("method_not_allowed");
    const shared = await this.#parts.shares.open(cookieOf(request));
    const found = shared?.share_id === share_id ? await sharedPart(this.#parts, shared, part) : null;
    if (!found) throw new FeiliaoError("not_found");
    return blobResponse(request.headers, found.blob_id, found.blob, found.type);
  }
}

async function readInput(request: Request): Promise<z.infer<typeof openInput>> {
  const text = await readText(request, BODY_BYTES_MAX);
  try {
    return openInput.parse(JSON.parse(text));
  } catch {
    throw new FeiliaoError("bad_request");
  }
}

function cookieOf(request: Request): string {
  const cookies = (request.headers.get("cookie") ?? "").split(/;\s*/);
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? "";
}
