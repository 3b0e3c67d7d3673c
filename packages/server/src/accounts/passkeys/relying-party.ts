/** Whom passkeys are for (WebAuthn, section 4): a domain, and the pages that may use them. */
export interface RelyingParty {
  readonly id: string;
  readonly name: string;
  /** Whether a page of this origin may have asked. */
  accepts(origin: string): boolean;
}

const NAME = "Feiliao";
/** Browsers take it for secure without TLS, so that a server that is only tried out has passkeys too. */
const LOCAL = "localhost";

/**
 * The domain that people use. Passkeys belong to a domain and never to an address, so a server without a public
 * URL has them on `localhost` only.
 */
export function relyingParty(public_url: string | null, origins: readonly string[]): RelyingParty {
  if (public_url === null) {
    return { id: LOCAL, name: NAME, accepts: (origin) => URL.parse(origin)?.hostname === LOCAL };
  }
  const { hostname, origin: own } = new URL(public_url);
  const accepted = new Set([own, ...origins]);
  return { id: hostname, name: NAME, accepts: (origin) => accepted.has(origin) };
}
