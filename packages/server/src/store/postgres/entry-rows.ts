import type { AccountId, DeviceId, Entry, EntryContent } from "@feiliao/protocol";
import { idOf } from "./ids.ts";

/** A page ends before it grows over this, so that no answer outgrows a connection; one entry always fits. */
export const PAGE_BYTES_MAX = 512 * 1024;

/** An entry as selected by ENTRY_COLUMNS. */
export type EntryRow = {
  seq: number;
  account_id: string;
  device_id: string;
  client_id: string;
  server_time: string;
  content: string;
  fold: string | null;
};

export const ENTRY_COLUMNS = "seq, account_id, device_id, client_id, server_time, content, fold";

export function toEntry(row: EntryRow): Entry {
  return {
    seq: row.seq,
    sender: idOf<AccountId>("account", row.account_id),
    device_id: idOf<DeviceId>("device", row.device_id),
    client_id: row.client_id,
    server_time: Number(row.server_time),
    enc: 0,
    content: JSON.parse(row.content) as EntryContent,
    ...(row.fold && { fold: JSON.parse(row.fold) as NonNullable<Entry["fold"]> }),
  };
}

/** The rows that fit one page, as many as there is room for in bytes. */
export function fitting<T extends EntryRow>(rows: readonly T[], bytes_max = PAGE_BYTES_MAX): T[] {
  let bytes = 0;
  const end = rows.findIndex((row, index) => {
    bytes += bytesOf(row);
    return bytes > bytes_max && index > 0;
  });
  return end === -1 ? [...rows] : rows.slice(0, end);
}

/** About how large an entry is on the wire: what it says, and what others made of it. */
export function bytesOf({ content, fold }: EntryRow): number {
  return content.length + (fold?.length ?? 0);
}
