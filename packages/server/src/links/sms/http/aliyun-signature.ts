import { createHmac } from "node:crypto";

/**
 * Aliyun's signature of RPC-style calls ("Signature mechanism", version 1.0): HMAC-SHA1, under the secret and an
 * ampersand, of the method and the sorted parameters.
 */
export function aliyunSignature(
  method: string,
  parameters: Readonly<Record<string, string>>,
  access_key_secret: string,
): string {
  const canonical = Object.keys(parameters)
    .sort()
    .map((name) => `${percentEncode(name)}=${percentEncode(parameters[name]!)}`)
    .join("&");
  const signed = `${method}&${percentEncode("/")}&${percentEncode(canonical)}`;
  return createHmac("sha1", `${access_key_secret}&`).update(signed).digest("base64");
}

/** The parameters that every signed call carries, and the signature. */
export function signedForAliyun(
  method: string,
  parameters: Readonly<Record<string, string>>,
  { access_key_secret, nonce, now }: { access_key_secret: string; nonce: string; now: number },
): Record<string, string> {
  const complete = {
    ...parameters,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: nonce,
    Timestamp: new Date(now).toISOString().replace(/\.\d{3}Z$/, "Z"),
  };
  return { ...complete, Signature: aliyunSignature(method, complete, access_key_secret) };
}

/** RFC 3986: everything but letters, digits and `-_.~`. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
