import type { ConversationId } from "@feiliao/protocol";
import type { Secret } from "../platform/secret.ts";
import type { Position } from "../store/conversation-store.ts";

/** What a device has: of its account's log, and of each conversation. */
export interface SyncState {
  epoch: number;
  account_position: number;
  conversations: Map<ConversationId, Position>;
}

type Row = [id: ConversationId, epoch: number, seq: number, chain: number, revision: number];

/**
 * The token is sealed so that the server may believe it: one that is ahead of a log proves that the log was
 * rolled back (D10). It is bound to the account that it was made for.
 */
export function sealSyncToken(secret: Secret, account_id: string, state: SyncState): string {
  const rows: Row[] = [...state.conversations].map(([id, { epoch, seq, chain, revision }]) => [
    id,
    epoch,
    seq,
    chain,
    revision,
  ]);
  const body = JSON.stringify([VERSION, state.epoch, state.account_position, rows]);
  const text = Buffer.from(body).toString("base64url");
  return `${text}.${secret.derive("sync token", account_id, text).toString("base64url")}`;
}

/** Of the token's inside: one of another version is a token too old, and the device starts anew. */
const VERSION = 2;

/** Null for a token that this server did not make for this account: such a device starts anew. */
export function openSyncToken(secret: Secret, account_id: string, token: string): SyncState | null {
  const [text = "", mac = ""] = token.split(".");
  if (!secret.verify(Buffer.from(mac, "base64url"), "sync token", account_id, text)) return null;
  const body = JSON.parse(Buffer.from(text, "base64url").toString()) as unknown[];
  if (body[0] !== VERSION) return null;
  const [, epoch, account_position, rows] = body as [number, number, number, Row[]];
  const conversations = new Map(rows.map(([id, ...position]) => [id, positionOf(position)]));
  return { epoch, account_position, conversations };
}

function positionOf([epoch, seq, chain, revision]: [number, number, number, number]): Position {
  return { epoch, seq, chain, revision };
}
