import type { CallInput, ErrorBody, OperationName, Output } from "@feiliao/protocol";
import { FeiliaoError, HTTP_STATUS } from "@feiliao/protocol/errors";
import { NoAnswerError } from "../no-answer.ts";
import type { Platform } from "../platform.ts";

const CALL_TIMEOUT_MS = 15_000;
const TRANSFER_TIMEOUT_MS = 300_000;
/** A download on which nothing arrives for so long is given up. */
const STALLED_MS = 30_000;

export interface DownloadFrom {
  /** Bytes that are there already. */
  from: number;
  /** What they are the beginning of. */
  etag: string;
  token: string;
  signal?: AbortSignal | undefined;
}

/** The server's HTTP side: operations as POST, and bytes. */
export class Http {
  readonly #url: string;
  readonly #platform: Platform;

  constructor(url: string, platform: Platform) {
    this.#url = url.replace(/\/+$/, "");
    this.#platform = platform;
  }

  get socketUrl(): string {
    return `${this.#url.replace(/^http/, "ws")}/v1/socket`;
  }

  /** @throws {FeiliaoError | NoAnswerError} */
  async call<Name extends OperationName>(
    name: Name,
    input: CallInput<Name>,
    token: string | null,
  ): Promise<Output<Name>> {
    const init = {
      method: "POST",
      headers: { "Content-Type": "application/json", ...authorization(token) },
      body: JSON.stringify(input),
    };
    return await this.#request(`/v1/${name}`, init, CALL_TIMEOUT_MS, readJson<Output<Name>>);
  }

  async download(path: string, token: string): Promise<Uint8Array<ArrayBuffer>> {
    const init = { headers: authorization(token) };
    const buffer = await this.#request(path, init, TRANSFER_TIMEOUT_MS, (response) => response.arrayBuffer());
    return new Uint8Array(buffer);
  }

  async upload(
    path: string,
    offset: number,
    body: Blob,
    token: string,
    signal?: AbortSignal,
  ): Promise<Output<"media/start">> {
    const headers = { ...authorization(token), "Upload-Offset": String(offset) };
    const init = { method: "PATCH", headers, body, ...(signal && { signal }) };
    return await this.#request(path, init, TRANSFER_TIMEOUT_MS, readJson<Output<"media/start">>);
  }

  /** Hands over the bytes from an offset on as they arrive. @throws {FeiliaoError | NoAnswerError} */
  async downloadFrom(
    path: string,
    { from, etag, token, signal }: DownloadFrom,
    take: (chunk: Uint8Array<ArrayBuffer>) => void,
  ): Promise<void> {
    const { clock, fetch } = this.#platform;
    const stalled = new AbortController();
    const stop = () => stalled.abort();
    let timer = clock.setTimeout(stop, STALLED_MS);
    signal?.addEventListener("abort", stop);
    try {
      const headers = { ...authorization(token), Range: `bytes=${from}-`, "If-Range": etag };
      const response = await fetch(this.#url + path, { headers, signal: stalled.signal });
      if (!response.ok || !response.body) throw await errorOf(response);
      let skip = response.status === 206 ? 0 : from; // something in between answers with everything
      const reader = response.body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clock.clearTimeout(timer);
        timer = clock.setTimeout(stop, STALLED_MS);
        const chunk = part.value.subarray(skip);
        skip -= part.value.length - chunk.length;
        if (chunk.length > 0) take(chunk);
      }
    } catch (error) {
      throw error instanceof FeiliaoError ? error : new NoAnswerError(error);
    } finally {
      clock.clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }

  async #request<T>(
    path: string,
    init: RequestInit,
    timeout_ms: number,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const { clock, fetch } = this.#platform;
    const abort = new AbortController();
    const stop = () => abort.abort();
    const timer = clock.setTimeout(stop, timeout_ms);
    init.signal?.addEventListener("abort", stop);
    try {
      const response = await fetch(this.#url + path, { ...init, signal: abort.signal });
      if (!response.ok) throw await errorOf(response);
      return await read(response);
    } catch (error) {
      throw error instanceof FeiliaoError ? error : new NoAnswerError(error);
    } finally {
      clock.clearTimeout(timer);
      init.signal?.removeEventListener("abort", stop);
    }
  }
}

function authorization(token: string | null): Record<string, string> {
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

async function readJson<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

/** A failure without an error of ours comes from something between here and the server, so it answers nothing. */
async function errorOf(response: Response): Promise<Error> {
  const body = (await response.json().catch(() => null)) as { error?: Partial<ErrorBody> } | null;
  const code = body?.error?.code;
  if (code && HTTP_STATUS[code] === response.status) return FeiliaoError.fromBody(body.error as ErrorBody);
  return new NoAnswerError(new Error(`HTTP ${response.status}`));
}
