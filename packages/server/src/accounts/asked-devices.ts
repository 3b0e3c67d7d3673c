import type { AccountId, LinkId } from "@feiliao/protocol";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import type { Clock } from "../platform/clock.ts";
import type { NewAccountChange } from "../store/account-store.ts";
import { keptKey } from "../store/kept-keys.ts";
import type { Effect } from "../store/outbox-store.ts";
import type { Store } from "../store/store.ts";
import { IDLE_ACCOUNT_MS } from "./verification-limits.ts";

interface Parts {
  store: Pick<Store, "accounts" | "links">;
  log: Pick<ConversationLog, "announceAccountChange">;
  clock: Clock;
}

type SignInRequest = Extract<NewAccountChange, { type: "sign_in_request" }>["request"];

/** Tells the signed-in devices of a number, if there are any, that somebody asks to be signed in. */
export async function askDevices(
  parts: Parts,
  { link_id, number }: Extract<Effect, { kind: "link_asked" }>,
): Promise<void> {
  const { store, clock } = parts;
  const link = await store.links.byId(link_id);
  if (!link || link.expires_at <= clock.now()) return;
  const { account_id } = await store.accounts.numberState(number, IDLE_ACCOUNT_MS, clock.now());
  if (account_id === null || (await store.accounts.devices(account_id)).length === 0) return;
  await store.links.askedFrom(link_id, account_id);
  const { device_name, platform, expires_at } = link;
  await tell(parts, account_id, { link_id, device_name, platform: platform ?? "other", expires_at });
}

/** The account's other devices need not ask any more; unless it is another device that asks by now. */
export async function tellDecided(parts: Parts, account_id: AccountId, link_id: LinkId): Promise<void> {
  const kept = await parts.store.accounts.kept(account_id, keptKey.signInRequest);
  if (kept?.type !== "sign_in_request" || kept.request?.link_id !== link_id) return;
  await tell(parts, account_id, null);
}

async function tell({ store, log }: Parts, account_id: AccountId, request: SignInRequest): Promise<void> {
  const change = { type: "sign_in_request", request } as const;
  log.announceAccountChange(account_id, await store.accounts.keep(account_id, keptKey.signInRequest, change));
}
