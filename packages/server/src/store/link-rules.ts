import { FeiliaoError } from "@feiliao/protocol/errors";
import type { DeviceIdentity } from "./account-store.ts";
import type { Link } from "./link-store.ts";

/** A link is forgotten so long after it has expired; until then it can be told from one that never was. */
export const LINK_KEPT_MS = 3_600_000;

/**
 * A link that this account may claim or decide.
 *
 * @throws {FeiliaoError} not_found, link_taken or link_expired
 */
export function requireOpenLink(link: Link | null, by: DeviceIdentity, now: number): Link {
  if (!link) throw new FeiliaoError("not_found");
  const { state, asked } = link;
  if (asked && asked.account_id !== by.account_id) throw new FeiliaoError("not_found");
  if (state.state !== "waiting" && state.by.account_id !== by.account_id) {
    throw new FeiliaoError("link_taken");
  }
  if (now >= link.expires_at) throw new FeiliaoError("link_expired");
  if (state.state === "refused" || state.state === "confirmed") throw new FeiliaoError("link_expired");
  return link;
}

/** @throws {FeiliaoError} not_found, link_taken, or link_expired when nobody has scanned it */
export function requireScannedLink(link: Link | null, by: DeviceIdentity, now: number): Link {
  const open = requireOpenLink(link, by, now);
  if (open.state.state !== "scanned") throw new FeiliaoError("not_found");
  return open;
}

/**
 * A link whose devices may be asked by number; false: they have been.
 *
 * @throws {FeiliaoError} not_found, link_taken or link_expired
 */
export function requireAskable(link: Link | null, number: string, now: number): boolean {
  if (!link) throw new FeiliaoError("not_found");
  if (now >= link.expires_at) throw new FeiliaoError("link_expired");
  if (link.asked ? link.asked.number !== number : link.state.state !== "waiting") {
    throw new FeiliaoError("link_taken");
  }
  return link.asked === null;
}

/** Whether the account has allowed it before: then allowing it again has nothing to do. */
export function isConfirmedBy(link: Link | null, by: DeviceIdentity): boolean {
  return link?.state.state === "confirmed" && link.state.by.account_id === by.account_id;
}
