import { createHash } from "node:crypto";
import type { AccountId, BlobId, ConversationId } from "@feiliao/protocol";
import type { Blobs } from "@feiliao/server/blobs/blobs";
import type { Store } from "@feiliao/server/store/store";
import type { FinalLog, FinalState, LoggedEntry } from "./final-log.ts";
import { fingerprint } from "./history.ts";

/** A conversation to read, and a member through whose eyes. */
export interface Readable {
  conversation_id: ConversationId;
  reader: AccountId;
}

interface Sources {
  store: Pick<Store, "conversations">;
  blobs: Pick<Blobs, "get">;
}

const PAGE_ENTRIES = 5_000;

/** Reads what the store holds through the product's own ports, so that every store can be audited. */
export async function readFinalState(
  { store, blobs }: Sources,
  conversations: readonly Readable[],
  files: readonly BlobId[] = [],
): Promise<FinalState> {
  const logs: FinalLog[] = [];
  for (const readable of conversations) logs.push(await readLog(store, readable));
  const states = new Map<BlobId, "intact" | "missing" | "damaged">();
  for (const blob_id of files) states.set(blob_id, await stateOf(blobs, blob_id));
  return { logs, blobs: states };
}

async function readLog({ conversations }: Sources["store"], readable: Readable): Promise<FinalLog> {
  const { conversation_id, reader } = readable;
  const entries: LoggedEntry[] = [];
  let end = { epoch: 0, last_seq: 0 };
  for (let after_seq = 0; ; ) {
    const page = await conversations.read(conversation_id, reader, { after_seq, limit: PAGE_ENTRIES });
    end = page;
    if (page.entries.length === 0) break;
    for (const { content, ...entry } of page.entries) {
      const { seq, sender, device_id, client_id, server_time } = entry;
      entries.push({ seq, sender, device_id, client_id, server_time, content: fingerprint(content) });
    }
    after_seq = page.entries.at(-1)!.seq;
  }
  const { changes } = await conversations.changes(reader, [conversation_id], new Map(), 1);
  const members = (changes[0]?.members ?? []).map(({ account_id, delivered, read, heard }) => ({
    account_id,
    since_seq: 1,
    until_seq: null,
    watermarks: { delivered, read, heard },
  }));
  return { conversation_id, epoch: end.epoch, last_seq: end.last_seq, entries, members };
}

async function stateOf(blobs: Sources["blobs"], blob_id: BlobId): Promise<"intact" | "missing" | "damaged"> {
  const blob = await blobs.get(blob_id);
  if (!blob) return "missing";
  const hash = createHash("sha256").update(await blob.bytes());
  return `blb_${hash.digest("base64url")}` === blob_id ? "intact" : "damaged";
}
