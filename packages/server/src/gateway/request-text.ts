import { FeiliaoError } from "@feiliao/protocol/errors";

const UTF_8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The body of a request, of which no more is read than it may have.
 *
 * @throws {FeiliaoError} too_large; bad_request for what is not UTF-8
 */
export async function readText(request: Request, bytes_max: number): Promise<string> {
  const announced = request.headers.get("content-length");
  if (Number(announced ?? 0) > bytes_max) throw new FeiliaoError("too_large");
  const bytes = announced === null ? await readUpTo(request, bytes_max) : await request.bytes();
  try {
    return UTF_8.decode(bytes);
  } catch {
    throw new FeiliaoError("bad_request", {}, "not UTF-8");
  }
}

/** A body whose length nobody announced. */
async function readUpTo(request: Request, bytes_max: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > bytes_max) throw new FeiliaoError("too_large");
    parts.push(part);
  }
  return Buffer.concat(parts);
}
