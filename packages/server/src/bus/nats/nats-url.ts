import type { ConnectionOptions } from "@nats-io/transport-node";

export interface NatsTarget {
  servers: string[];
  credentials: Pick<ConnectionOptions, "user" | "pass" | "token">;
  /** Undefined: TLS when the server offers it. */
  tls?: { caFile?: string; certFile?: string; keyFile?: string };
  /** What the nodes of one service share; another service on the same NATS takes another. */
  subject: string;
}

const FORM = /^(nats|tls):\/\/(?:([^@/?]*)@)?([^@/?]+)\/?(?:\?(.*))?$/;
const SERVER = /^(\[[0-9a-f:.]+\]|[^:[\]\s]+)(:\d{1,5})?$/i;
const SUBJECT = /^[\w-]+(\.[\w-]+)*$/;

/**
 * Reads `nats://user:password@host:4222,host2:4222?subject=feiliao` (`tls://` insists on TLS; `ca`, `cert` and
 * `key` name PEM files; a user without a password is a token).
 *
 * @throws {Error} that does not quote the URL, since it may hold a password
 */
export function parseNatsUrl(url: string): NatsTarget {
  const [, scheme, login, hosts, query] = url.match(FORM) ?? [];
  const servers = hosts?.split(",") ?? [];
  if (servers.length === 0 || !servers.every((server) => SERVER.test(server))) {
    throw new Error("must look like nats://user:password@host:4222,host2:4222");
  }
  const { subject = "feiliao", ca, cert, key, ...unknown } = Object.fromEntries(new URLSearchParams(query));
  for (const name of Object.keys(unknown)) throw new Error(`has no option ${name}`);
  if (!SUBJECT.test(subject)) throw new Error("needs a subject of letters, digits, - and _ between dots");
  const tls = { ...(ca && { caFile: ca }), ...(cert && { certFile: cert }), ...(key && { keyFile: key }) };
  const secured = scheme === "tls" || Object.keys(tls).length > 0;
  return { servers, credentials: readLogin(login), subject, ...(secured && { tls }) };
}

function readLogin(login = ""): NatsTarget["credentials"] {
  if (login === "") return {};
  const [user, ...rest] = login.split(":");
  if (rest.length === 0) return { token: decodeURIComponent(user!) };
  return { user: decodeURIComponent(user!), pass: decodeURIComponent(rest.join(":")) };
}
