import type { CallInput, ErrorBody, OperationName, Output } from "@feiliao/protocol";
import { ERRORS, FeiliaoError } from "@feiliao/protocol/errors";
import { NoAnswerError } from "../no-answer.ts";
import type { Platform } from "../platform.ts";

const CALL_TIMEOUT_MS = 15_000;
const TRANSFER_TIMEOUT_MS = 300_000;

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
    body: Uint8Array<ArrayBuffer>,
    token: string,
  ): Promise<Output<"media/start">> {
    const headers = { ...authorization(token), "Upload-Offset": String(offset) };
    const init = { method: "PATCH", headers, body };
    return await this.#request(path, init, TRANSFER_TIMEOUT_MS, readJson<Output<"media/start">>);
  }

  async #request<T>(
    path: string,
    init: RequestInit,
    timeout_ms: number,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const { clock, fetch } = this.#platform;
    const abort = new AbortController();
    const timer = clock.setTimeout(() => abort.abort(), timeout_ms);
    try {
      const response = await fetch(this.#url + path, { ...init, signal: abort.signal });
      if (!response.ok) throw await errorOf(response);
      return await read(response);
    } catch (error) {
      throw error instanceof FeiliaoError ? error : new NoAnswerError(error);
    } finally {
      clock.clearTimeout(timer);
    }
  }
}

function authorization(token: string | null): Record<string, string> {
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

async function readJson<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

/** A failure without our error body comes from something between here and the server, so it answers nothing. */
async function errorOf(response: Response): Promise<Error> {
  const body = (await response.json().catch(() => null)) as { error?: Partial<ErrorBody> } | null;
  const code = body?.error?.code;
  if (code && Object.hasOwn(ERRORS, code)) return FeiliaoError.fromBody(body.error as ErrorBody);
  return new NoAnswerError(new Error(`HTTP ${response.status}`));
}
