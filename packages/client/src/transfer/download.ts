import type { BlobId } from "@feiliao/protocol";
import type { Cache } from "../cache/port.ts";
import type { Http } from "../connection/http.ts";
import { verdictOf } from "../outbox/verdict.ts";
import type { Clock, DownloadOptions } from "../types.ts";
import { ArrivedParts } from "./arrived-parts.ts";

const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 8_000;

interface Parts {
  cache: Cache;
  clock: Clock;
  http: Http;
  token: string;
}

/**
 * A file from the server, from where an earlier try ended. Tries again until it is whole, refused or aborted.
 * @throws {FeiliaoError} when the server refuses; the signal's reason when it is aborted
 */
export async function downloadFile(
  { cache, clock, http, token }: Parts,
  path: string,
  { blob_id, size }: { blob_id: BlobId; size: number },
  { onProgress, signal }: DownloadOptions = {},
): Promise<Blob> {
  const arrived = await ArrivedParts.load(cache, blob_id);
  const take = (chunk: Uint8Array<ArrayBuffer>): void => {
    arrived.add(chunk);
    onProgress?.(arrived.bytes);
  };
  let wait_ms = RETRY_MS_MIN;
  while (arrived.bytes < size) {
    signal?.throwIfAborted();
    const from = arrived.bytes;
    onProgress?.(from);
    const failure = await http.downloadFrom(path, { from, etag: `"${blob_id}"`, token, signal }, take).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    await arrived.keep();
    if (arrived.bytes >= size) break;
    signal?.throwIfAborted();
    wait_ms = arrived.bytes > from ? RETRY_MS_MIN : Math.min(RETRY_MS_MAX, wait_ms * 2);
    await pause(clock, failure ? waitAfter(failure.error, wait_ms) : wait_ms, signal);
  }
  await arrived.forget();
  return arrived.whole;
}

/** How long until the next try. @throws the error of a server that refuses for good */
function waitAfter(error: unknown, wait_ms: number): number {
  const verdict = verdictOf(error);
  if (verdict.type === "unknown") return wait_ms;
  if (verdict.type === "later") return Math.max(verdict.after_ms, wait_ms);
  throw error;
}

function pause(clock: Clock, wait_ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clock.clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, wait_ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
