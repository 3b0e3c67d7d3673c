import type { IncomingMessage } from "node:http";
import { readBounded } from "./bounded-body.ts";
import type { Outside } from "./outside.ts";
import { Refusal } from "./refusal.ts";
import { requestAddress } from "./request-address.ts";
import { hostOf, isAddress, portOf, webAddress } from "./web-address.ts";

const REDIRECTS_MAX = 3;
/** Of several addresses of one name, so many are tried. */
const ADDRESSES_MAX = 3;

export interface Wanted {
  accept: string;
  /** Media types, without parameters, that are taken. */
  takes(type: string): boolean;
  bytes_max: number;
  /** Whether the beginning is of use when there is more than `bytes_max`. */
  beginning: boolean;
}

export interface Fetched {
  /** Where it was found in the end. */
  url: URL;
  type: string;
  /** As the Content-Type says. */
  charset: string | null;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Fetches from the public internet and from nowhere else: every address of every name on the way is vetted, and a vetted
 * address is what is connected to. @throws {Refusal}
 */
export async function guardedFetch(
  outside: Outside,
  start: URL,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Fetched> {
  try {
    return await follow(outside, start, wanted, signal);
  } catch (failure) {
    if (signal.aborted) throw new Refusal("time");
    throw failure instanceof Refusal ? failure : new Refusal("unreachable");
  }
}

async function follow(outside: Outside, start: URL, wanted: Wanted, signal: AbortSignal): Promise<Fetched> {
  let url = start;
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    const response = await connect(url, await vettedAddresses(outside, url, signal), wanted.accept, signal);
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return read(url, response, wanted);
    response.destroy();
    const { location } = response.headers;
    if (status < 300 || status >= 400 || !location) throw new Refusal("status");
    url = webAddress(location, url);
  }
  throw new Refusal("redirects");
}

/** One address in a wrong place suffices: a name that points there means no good. */
async function vettedAddresses(outside: Outside, url: URL, signal: AbortSignal): Promise<readonly string[]> {
  const host = hostOf(url);
  const addresses = isAddress(url) ? [host] : await unlessAborted(outside.resolve(host), signal);
  const vetted = addresses.length > 0 && addresses.every((address) => outside.mayReach(address, portOf(url)));
  if (!vetted) throw new Refusal("address");
  return addresses;
}

async function connect(
  url: URL,
  addresses: readonly string[],
  accept: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  for (const address of addresses.slice(0, ADDRESSES_MAX)) {
    const response = await requestAddress(url, address, accept, signal).catch(() => null);
    if (response) return response;
    signal.throwIfAborted();
  }
  throw new Refusal("unreachable");
}

async function read(url: URL, response: IncomingMessage, wanted: Wanted): Promise<Fetched> {
  const [type = "", ...parameters] = (response.headers["content-type"] ?? "").split(";");
  const plain = type.trim().toLowerCase();
  const announced = Number(response.headers["content-length"] ?? 0);
  const refused = !wanted.takes(plain)
    ? "type"
    : !wanted.beginning && announced > wanted.bytes_max
      ? "too_large"
      : null;
  if (refused) {
    response.destroy();
    throw new Refusal(refused);
  }
  const { bytes, complete } = await readBounded(response, wanted.bytes_max);
  if (!complete && !wanted.beginning) throw new Refusal("too_large");
  const charset = /^\s*charset\s*=\s*"?([^\s"]+)/i.exec(
    parameters.find((text) => /charset/i.test(text)) ?? "",
  );
  return { url, type: plain, charset: charset?.[1] ?? null, bytes };
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener("abort", onAbort));
}
