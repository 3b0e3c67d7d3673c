import type { Database } from "bun:sqlite";
import type { AccountId, DeviceId, DevicePlatform, LinkId } from "@feiliao/protocol";
import type { DeviceIdentity, NewDevice, SignedIn } from "../account-store.ts";
import {
  isConfirmedBy,
  LINK_KEPT_MS,
  requireAskable,
  requireOpenLink,
  requireScannedLink,
} from "../link-rules.ts";
import type { Link, LinkState, LinkStore, StartLink } from "../link-store.ts";
import type { OutboxRows } from "./outbox.ts";
import type { SignIns } from "./sign-in.ts";
import type { SqliteWriter } from "./writer.ts";

interface LinkRow {
  id: LinkId;
  secret_hash: Uint8Array;
  device_name: string;
  platform: DevicePlatform | null;
  ip: string | null;
  requested_at: number;
  expires_at: number;
  state: LinkState["state"];
  by_account: AccountId | null;
  by_device: DeviceId | null;
  device_id: DeviceId | null;
  asked_number: string | null;
  asked_account: AccountId | null;
}

type LinkValues = [string, Uint8Array, string, string | null, string | null, number, number];

export function sqliteLinks(
  database: Database,
  signIns: SignIns,
  outbox: OutboxRows,
  writer: SqliteWriter,
): LinkStore {
  const queries = linkQueries(database);
  const find = (link_id: LinkId): Link | null => {
    const row = queries.byId.get(link_id);
    return row && toLink(row);
  };
  const decide = (link: Link, state: Exclude<LinkState, { state: "waiting" }>): Link => {
    const device_id = state.state === "confirmed" ? state.device_id : null;
    const { account_id, device_id: by_device } = state.by;
    queries.decide.run(state.state, account_id, by_device, device_id, link.link_id);
    return { ...link, state };
  };

  function start(link: StartLink): void {
    queries.forget.run(link.now - LINK_KEPT_MS);
    queries.insert.run(
      ...([link.link_id, link.secret_hash, link.device_name, link.platform, link.ip] as const),
      ...([link.now, link.expires_at] as const),
    );
  }

  function confirm(link_id: LinkId, by: DeviceIdentity, device: NewDevice): SignedIn {
    const link = find(link_id);
    if (!isConfirmedBy(link, by)) {
      const scanned = requireScannedLink(link, by, device.now);
      const signedIn = signIns.addDevice(by.account_id, device);
      decide(scanned, { state: "confirmed", by, device_id: device.device_id });
      return signedIn;
    }
    return { identity: { account_id: by.account_id, device_id: device.device_id }, revoked: [] };
  }

  function ask(
    link_id: LinkId,
    number: string,
    { now, expires_at }: { now: number; expires_at: number },
  ): void {
    if (!requireAskable(find(link_id), number, now)) return;
    queries.ask.run(number, expires_at, link_id);
    outbox.queue({ kind: "link_asked", link_id, number });
  }

  return {
    start: (link) => writer.write(() => start(link)),
    byId: async (link_id) => find(link_id),
    ask: (link_id, number, until) => writer.write(() => ask(link_id, number, until)),
    askedFrom: (link_id, account_id) => writer.write(() => void queries.askedFrom.run(account_id, link_id)),
    claim: (link_id, by, now) =>
      writer.write(() => decide(requireOpenLink(find(link_id), by, now), { state: "scanned", by })),
    refuse: (link_id, by, now) =>
      writer.write(() => void decide(requireScannedLink(find(link_id), by, now), { state: "refused", by })),
    confirm: (link_id, by, device) => writer.write(() => confirm(link_id, by, device)),
  };
}

function toLink(row: LinkRow): Link {
  const { id, by_account, by_device, device_id, state, asked_number, asked_account, ...rest } = row;
  const asked = asked_number === null ? null : { number: asked_number, account_id: asked_account };
  return { ...rest, link_id: id, state: stateOf(state, by_account, by_device, device_id), asked };
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

function linkQueries(database: Database) {
  return {
    byId: database.query<LinkRow, [string]>("SELECT * FROM link WHERE id = ?"),
    insert: database.query<unknown, LinkValues>(
      `INSERT INTO link (id, secret_hash, device_name, platform, ip, requested_at, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    decide: database.query<unknown, [string, string, string, string | null, string]>(
      "UPDATE link SET state = ?, by_account = ?, by_device = ?, device_id = ? WHERE id = ?",
    ),
    ask: database.query<unknown, [string, number, string]>(
      "UPDATE link SET asked_number = ?, expires_at = ? WHERE id = ?",
    ),
    askedFrom: database.query<unknown, [string, string]>("UPDATE link SET asked_account = ? WHERE id = ?"),
    forget: database.query<unknown, [number]>("DELETE FROM link WHERE expires_at <= ?"),
  };
}
