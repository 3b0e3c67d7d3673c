import type { Secret } from "../platform/secret.ts";
import { PositionVector } from "./position-vector.ts";
import { ByteReader, ByteWriter } from "./varint.ts";

/** What a device has: of its account's log, and of each conversation. */
export interface SyncState {
  epoch: number;
  account_position: number;
  positions: PositionVector;
}

/**
 * A device's positions in many conversations at one time. It stays with the device, and with the nodes that have
 * met it; the token then holds only what has changed since.
 */
export interface SyncBase {
  /** Names the base in tokens; null: there is none, and the token holds everything. */
  tag: string | null;
  positions: PositionVector;
}

export const NO_BASE: SyncBase = { tag: null, positions: PositionVector.NONE };

/** A token as it was opened: its positions are those that changed since the base it names. */
export interface OpenedToken extends SyncState {
  base_tag: string | null;
}

/** Of the inside of tokens and bases: one of another version is a token too old, and the device starts anew. */
const VERSION = 3;
const TAG_BYTES = 12;

/**
 * The token is sealed so that the server may believe it: one that is ahead of a log proves that the log was
 * rolled back (D10). It is bound to the account that it was made for.
 */
export function sealSyncToken(
  secret: Secret,
  account_id: string,
  { epoch, account_position, positions }: SyncState,
  base: SyncBase,
): string {
  const writer = new ByteWriter();
  writer.varint(VERSION);
  writer.varint(epoch);
  writer.varint(account_position);
  writer.varint(base.tag === null ? 0 : 1);
  if (base.tag !== null) writer.bytes(Buffer.from(base.tag, "base64url"));
  positions.since(base.positions).write(writer);
  return seal(secret, "sync token", account_id, writer.written);
}

/** Null for a token that this server did not make for this account: such a device starts anew. */
export function openSyncToken(secret: Secret, account_id: string, token: string): OpenedToken | null {
  const bytes = unseal(secret, "sync token", account_id, token);
  if (!bytes) return null;
  const reader = new ByteReader(bytes);
  if (reader.varint() !== VERSION) return null;
  const [epoch, account_position, has_base] = [reader.varint(), reader.varint(), reader.varint()];
  const base_tag = has_base ? Buffer.from(reader.bytes(TAG_BYTES)).toString("base64url") : null;
  return { epoch, account_position, base_tag, positions: PositionVector.read(reader) };
}

export function sealSyncBase(
  secret: Secret,
  account_id: string,
  positions: PositionVector,
): { text: string; base: SyncBase } {
  const writer = new ByteWriter();
  writer.varint(VERSION);
  positions.write(writer);
  const text = seal(secret, "sync base", account_id, writer.written);
  return { text, base: { tag: tagOf(text), positions } };
}

/** Null for a base that this server did not make for this account. */
export function openSyncBase(secret: Secret, account_id: string, text: string): SyncBase | null {
  const bytes = unseal(secret, "sync base", account_id, text);
  if (!bytes) return null;
  const reader = new ByteReader(bytes);
  if (reader.varint() !== VERSION) return null;
  return { tag: tagOf(text), positions: PositionVector.read(reader) };
}

/** Of the MAC, which is different for different positions. */
function tagOf(text: string): string {
  const mac = Buffer.from(text.slice(text.indexOf(".") + 1), "base64url");
  return mac.subarray(0, TAG_BYTES).toString("base64url");
}

function seal(secret: Secret, purpose: string, account_id: string, bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("base64url");
  return `${text}.${secret.derive(purpose, account_id, text).toString("base64url")}`;
}

function unseal(secret: Secret, purpose: string, account_id: string, sealed: string): Uint8Array | null {
  const [text = "", mac = ""] = sealed.split(".");
  const known = secret.verify(Buffer.from(mac, "base64url"), purpose, account_id, text);
  return known ? Buffer.from(text, "base64url") : null;
}
