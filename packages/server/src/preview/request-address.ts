import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { hostOf, isAddress, portOf } from "./web-address.ts";

/** Says who asks and nothing else: no version, no language, no cookie, no referrer. */
const USER_AGENT = "Mozilla/5.0 (compatible; FeiliaoPreview)";

/**
 * Asks the server at an address for a URL. The name goes into the Host header and, with TLS, into SNI and the check of
 * the certificate; it is not resolved again, so that an answer of DNS that changes meanwhile changes nothing.
 */
export function requestAddress(
  url: URL,
  address: string,
  accept: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const secure = url.protocol === "https:";
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = (secure ? secureRequest : plainRequest)({
    hostname: address,
    port: portOf(url),
    path: url.pathname + url.search,
    headers: {
      host: url.host,
      accept,
      "accept-encoding": "gzip, deflate, br",
      "user-agent": USER_AGENT,
      connection: "close", // a kept connection could serve another name at the same address
    },
    ...(secure && !isAddress(url) && { servername: hostOf(url) }),
    agent: false,
    signal,
  });
  request.on("response", resolve);
  request.on("error", reject);
  request.end();
  return promise;
}
