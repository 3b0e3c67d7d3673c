import { FeiliaoError } from "@feiliao/protocol/errors";
import type { z } from "zod";

const BODY_BYTES_MAX = 8 * 1024;

/**
 * The body of a request.
 * @throws {FeiliaoError} too_large, bad_request
 */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const read = schema.safeParse(parseJson(await readAtMost(request, BODY_BYTES_MAX)));
  if (!read.success) throw new FeiliaoError("bad_request");
  return read.data;
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
