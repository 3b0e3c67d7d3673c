import { createHmac, timingSafeEqual } from "node:crypto";
import { BlockList, isIP } from "node:net";
import type { WebhookCheck } from "./http-settings.ts";
import type { Secrets } from "./placeholders.ts";

/** A webhook as its checks see it. */
export interface Call {
  /** As the provider called it: with the public address of the service. */
  href: string;
  query: URLSearchParams;
  headers: Headers;
  text: string;
  /** Of a form. */
  fields: readonly (readonly [string, string])[];
  peer_address: string;
}

/** Whether it comes from the provider, as far as this check can tell. */
export function passes(check: WebhookCheck, call: Call, secrets: Secrets): boolean {
  switch (check.check) {
    case "twilio":
      return isEqual(call.headers.get("x-twilio-signature"), twilioSignature(call, secrets[check.secret]!));
    case "hmac": {
      const { algorithm, encoding, header, secret } = check;
      const mac = createHmac(algorithm, secrets[secret]!).update(call.text).digest(encoding);
      // Some write the name of the algorithm in front: sha256=…
      return isEqual(call.headers.get(header)?.replace(/^sha\d+=/i, "") ?? null, mac);
    }
    case "token": {
      const shown = check.header ? call.headers.get(check.header) : call.query.get(check.query ?? "token");
      return isEqual(shown?.replace(/^Bearer /i, "") ?? null, secrets[check.secret]!);
    }
    case "addresses":
      return isAllowed(check.allow, call.peer_address);
  }
}

/** "Validating Signatures from Twilio": the URL, then each field with its value, by name; under the token, in base64. */
export function twilioSignature({ href, fields }: Pick<Call, "href" | "fields">, auth_token: string): string {
  // A field that comes twice counts once with each of its values.
  const distinct = new Set(fields.map(([name, value]) => `${name}\u0000${value}`));
  const written = [...distinct].sort().map((pair) => pair.replace("\u0000", ""));
  return createHmac("sha1", auth_token)
    .update(href + written.join(""))
    .digest("base64");
}

function isAllowed(allow: readonly string[], peer_address: string): boolean {
  const address = peer_address.replace(/^::ffff:(?=\d+\.)/i, "");
  const family = isIP(address);
  if (family === 0) return false;
  const list = new BlockList();
  for (const entry of allow) {
    const [network = "", prefix] = entry.split("/");
    const type = isIP(network) === 6 ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(network, type);
    else list.addSubnet(network, Number(prefix), type);
  }
  return list.check(address, family === 6 ? "ipv6" : "ipv4");
}

function isEqual(shown: string | null, expected: string): boolean {
  const [a, b] = [Buffer.from(shown ?? ""), Buffer.from(expected)];
  return expected !== "" && a.length === b.length && timingSafeEqual(a, b);
}
