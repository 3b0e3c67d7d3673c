import { signedForAliyun } from "./aliyun-signature.ts";
import type { RequestSettings } from "./http-settings.ts";
import { fill, type Secrets, type Values } from "./placeholders.ts";

interface Circumstances {
  secrets: Secrets;
  /** Differs each time, for signatures. */
  nonce: string;
  now: number;
}

/** The request that asks a provider to send one SMS. */
export function providerRequest(
  settings: RequestSettings,
  values: Values,
  { secrets, nonce, now }: Circumstances,
): Request {
  const { method, form, json, signature } = settings;
  const filled = (template: string) => fill(template, values, secrets);
  const filledAll = (templates: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, filled(template)]));
  const sign = (fields: Record<string, string>) => {
    const access_key_secret = signature && secrets[signature.access_key_secret];
    return access_key_secret ? signedForAliyun(method, fields, { access_key_secret, nonce, now }) : fields;
  };

  const url = new URL(fill(settings.url, values, secrets, encodeURIComponent));
  const query = filledAll(settings.query);
  const signedQuery = form || json !== undefined ? query : sign(query);
  for (const [name, value] of Object.entries(signedQuery)) url.searchParams.append(name, value);
  const headers = new Headers(filledAll(settings.headers));
  if (form) {
    // URLSearchParams sets the content type to application/x-www-form-urlencoded.
    return new Request(url.href, { method, headers, body: new URLSearchParams(sign(filledAll(form))) });
  }
  if (json === undefined) return new Request(url.href, { method, headers });
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return new Request(url.href, { method, headers, body: JSON.stringify(filledJson(json, filled)) });
}

function filledJson(value: unknown, filled: (template: string) => string): unknown {
  if (typeof value === "string") return filled(value);
  if (Array.isArray(value)) return value.map((each) => filledJson(each, filled));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filledJson(each, filled)]));
}
