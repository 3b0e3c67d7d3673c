import { isIP } from "node:net";
import { Refusal } from "./refusal.ts";

/** What a person may ask for: http or https, without credentials, and without the fragment, which stays in browsers. */
export function webAddress(text: string, base?: URL): URL {
  if (!URL.canParse(text, base?.href)) throw new Refusal("url");
  const url = new URL(text, base?.href);
  const web = url.protocol === "http:" || url.protocol === "https:";
  if (!web || url.username !== "" || url.password !== "") throw new Refusal("url");
  url.hash = "";
  return url;
}

export function portOf({ port, protocol }: URL): number {
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}

/** The host without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** Whether the host is an address itself, in any of the spellings that URLs allow: they are all written as one. */
export function isAddress(url: URL): boolean {
  return isIP(hostOf(url)) !== 0;
}
