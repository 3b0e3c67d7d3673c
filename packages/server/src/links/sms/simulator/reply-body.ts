import { FeiliaoError } from "@feiliao/protocol/errors";

const BODY_BYTES_MAX = 8 * 1024;
const REPLY_CHARACTERS_MAX = 500;

/**
 * The text a handset sends, from `{"text": "…"}`.
 * @throws {FeiliaoError} too_large, bad_request
 */
export async function readReply(request: Request): Promise<string> {
  const body = parseJson(await readAtMost(request, BODY_BYTES_MAX));
  if (typeof body !== "object" || body === null || !("text" in body) || typeof body.text !== "string")
    throw new FeiliaoError("bad_request");
  const text = body.text.trim();
  if (text === "" || text.length > REPLY_CHARACTERS_MAX) throw new FeiliaoError("bad_request");
  return text;
}

/** Counts what arrives: a Content-Length may be missing or a lie. */
async function readAtMost(request: Request, bytes_max: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body ?? []) {
    size += piece.length;
    if (size > bytes_max) throw new FeiliaoError("too_large");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
