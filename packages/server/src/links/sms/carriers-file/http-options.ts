import type { HttpLinkOptions } from "../http/http-link.ts";
import { type HttpSettings, httpSettings } from "../http/http-settings.ts";
import { secretsIn } from "../http/placeholders.ts";
import { aliyun } from "../http/presets/aliyun.ts";
import { kannel } from "../http/presets/kannel.ts";
import { twilio } from "../http/presets/twilio.ts";
import { CarriersFileError, numberNeeded, type ReadSecret } from "./carriers-file.ts";
import type { LinkSettingsOf } from "./link-settings.ts";

const PRESETS = { aliyun, kannel, twilio };

interface Parts {
  public_url: string | null;
  readSecret: ReadSecret;
}

/** @throws {CarriersFileError} when a secret or our own address is needed and not there */
export function httpOptions(
  settings: LinkSettingsOf<"http">,
  place: string,
  { public_url, readSecret }: Parts,
): Pick<HttpLinkOptions, "id" | "settings" | "secrets" | "templates" | "public_url"> {
  const { id, provider, url, templates } = settings;
  const asked = typeof provider === "string" ? httpSettings.parse(PRESETS[provider]) : provider;
  const http = url === undefined ? asked : { ...asked, request: { ...asked.request, url } };
  const request = JSON.stringify(http.request);
  if (settings.number === null && request.includes("{from}")) throw numberNeeded(place);
  const missing = secretsOf(http).find((name) => !Object.hasOwn(settings.secrets, name));
  if (missing !== undefined) throw new CarriersFileError(`${place}.secrets.${missing}: is needed`);
  if (public_url === null && request.includes("{report_url}")) {
    throw new CarriersFileError(
      `${place}: FEILIAO_PUBLIC_URL is needed, since the provider calls this server`,
    );
  }
  const secrets = Object.fromEntries(
    Object.entries(settings.secrets).map(([name, reference]) => [
      name,
      readSecret(reference, `${place}.secrets.${name}`),
    ]),
  );
  return { id, settings: http, secrets, templates, public_url };
}

/** The names of all secrets that these settings ask for. */
function secretsOf({ request, webhooks }: HttpSettings): string[] {
  const in_templates = secretsIn(JSON.stringify(request));
  const in_signature = request.signature ? [request.signature.access_key_secret] : [];
  const in_checks = (webhooks?.checks ?? []).flatMap((check) => ("secret" in check ? [check.secret] : []));
  return [...in_templates, ...in_signature, ...in_checks];
}
