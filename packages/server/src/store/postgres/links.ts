import type { AccountId, DeviceId, DevicePlatform, LinkId } from "@feiliao/protocol";
import type { DeviceIdentity, NewDevice, SignedIn } from "../account-store.ts";
import {
  isConfirmedBy,
  LINK_KEPT_MS,
  requireAskable,
  requireOpenLink,
  requireScannedLink,
} from "../link-rules.ts";
import type { Link, LinkState, LinkStore } from "../link-store.ts";
import type { Database } from "./database.ts";
import { isId, uuidOf } from "./ids.ts";
import type { OutboxRows } from "./outbox.ts";
import { addDevice } from "./sign-in.ts";
import type { Transaction } from "./transaction.ts";

type LinkRow = {
  secret_hash: Buffer;
  device_name: string;
  platform: DevicePlatform | null;
  ip: string | null;
  requested_at: string;
  expires_at: string;
  state: LinkState["state"];
  by_account: AccountId | null;
  by_device: DeviceId | null;
  device_id: DeviceId | null;
  asked_number: string | null;
  asked_account: AccountId | null;
};

const SELECT = `
  SELECT secret_hash, device_name, platform, ip, requested_at, expires_at, state, by_account, by_device, device_id,
    asked_number, asked_account
  FROM link WHERE link_id = $1::uuid`;

/** SKIP LOCKED: what others delete at this moment is left to the next sweep. */
const SWEEP = `
  DELETE FROM link WHERE link_id = ANY(ARRAY(
    SELECT link_id FROM link WHERE expires_at <= $1::bigint LIMIT 100 FOR UPDATE SKIP LOCKED))`;

export function postgresLinks(database: Database, outbox: OutboxRows): LinkStore {
  async function lock(transaction: Transaction, link_id: LinkId): Promise<Link | null> {
    if (!isId(link_id)) return null;
    const [row] = await transaction.query<LinkRow>(`${SELECT} FOR UPDATE`, uuidOf(link_id));
    return row ? toLink(link_id, row) : null;
  }

  function decide(
    transaction: Transaction,
    link: Link,
    state: Exclude<LinkState, { state: "waiting" }>,
  ): Link {
    const device_id = state.state === "confirmed" ? state.device_id : null;
    transaction.write(
      "UPDATE link SET state = $2, by_account = $3, by_device = $4, device_id = $5 WHERE link_id = $1::uuid",
      ...[uuidOf(link.link_id), state.state, state.by.account_id, state.by.device_id, device_id],
    );
    return { ...link, state };
  }

  async function confirm(
    transaction: Transaction,
    link_id: LinkId,
    by: DeviceIdentity,
    device: NewDevice,
  ): Promise<SignedIn> {
    const link = await lock(transaction, link_id);
    if (!isConfirmedBy(link, by)) {
      const scanned = requireScannedLink(link, by, device.now);
      const signedIn = await addDevice(transaction, by.account_id, device);
      decide(transaction, scanned, { state: "confirmed", by, device_id: device.device_id });
      return signedIn;
    }
    return { identity: { account_id: by.account_id, device_id: device.device_id }, revoked: [] };
  }

  async function ask(
    transaction: Transaction,
    {
      link_id,
      number,
      now,
      expires_at,
    }: { link_id: LinkId; number: string; now: number; expires_at: number },
  ): Promise<void> {
    if (!requireAskable(await lock(transaction, link_id), number, now)) return;
    transaction.write(
      "UPDATE link SET asked_number = $2, expires_at = $3::bigint WHERE link_id = $1::uuid",
      ...[uuidOf(link_id), number, String(expires_at)],
    );
    outbox.queue(transaction, [{ cause: uuidOf(link_id), effect: { kind: "link_asked", link_id, number } }]);
  }

  return {
    async start(link) {
      await database.query(SWEEP, String(link.now - LINK_KEPT_MS));
      await database.query(
        `INSERT INTO link (link_id, secret_hash, device_name, platform, ip, requested_at, expires_at)
         VALUES ($1::uuid, $2, $3, $4, $5, $6::bigint, $7::bigint) ON CONFLICT DO NOTHING`,
        ...[uuidOf(link.link_id), link.secret_hash, link.device_name, link.platform, link.ip],
        ...[String(link.now), String(link.expires_at)],
      );
    },
    async byId(link_id) {
      if (!isId(link_id)) return null;
      const [row] = await database.query<LinkRow>(SELECT, uuidOf(link_id));
      return row ? toLink(link_id, row) : null;
    },
    ask: (link_id, number, until) =>
      database.transaction((transaction) => ask(transaction, { link_id, number, ...until })),
    async askedFrom(link_id, account_id) {
      await database.query(
        "UPDATE link SET asked_account = $2 WHERE link_id = $1::uuid",
        uuidOf(link_id),
        account_id,
      );
    },
    claim: (link_id, by, now) =>
      database.transaction(async (transaction) => {
        const link = requireOpenLink(await lock(transaction, link_id), by, now);
        return decide(transaction, link, { state: "scanned", by });
      }),
    refuse: (link_id, by, now) =>
      database.transaction(async (transaction) => {
        const link = requireScannedLink(await lock(transaction, link_id), by, now);
        decide(transaction, link, { state: "refused", by });
      }),
    confirm: (link_id, by, device) =>
      database.transaction((transaction) => confirm(transaction, link_id, by, device)),
  };
}

function toLink(link_id: LinkId, row: LinkRow): Link {
  const { by_account, by_device, device_id, state, requested_at, expires_at, ...more } = row;
  const { asked_number, asked_account, ...rest } = more;
  return {
    ...rest,
    link_id,
    requested_at: Number(requested_at),
    expires_at: Number(expires_at),
    state: stateOf(state, by_account, by_device, device_id),
    asked: asked_number === null ? null : { number: asked_number, account_id: asked_account },
  };
}

function stateOf(
  state: LinkState["state"],
  account_id: AccountId | null,
  by_device: DeviceId | null,
  device_id: DeviceId | null,
): LinkState {
  if (state === "waiting") return { state };
  const by = { account_id: account_id!, device_id: by_device! };
  return state === "confirmed" ? { state, by, device_id: device_id! } : { state, by };
}
