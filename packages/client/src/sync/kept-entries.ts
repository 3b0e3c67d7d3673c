import type { BlobId, Entry, EntryContent, TalkId } from "@feiliao/protocol";
import { foldChange, targetOf } from "@feiliao/protocol/fold";
import type { Cache, CacheChange } from "../cache/port.ts";
import { type ConversationRecord, deleteBlob, entryRange, putEntry } from "../cache/records.ts";
import type { Appended } from "../model/conversation.ts";
import { erasedEntry, isEditOf, withFold } from "../model/log.ts";

type Id = ConversationRecord["conversation_id"];

/** What entries from the server, or of one's own, change in the cache. */
export async function keptEntries(
  cache: Cache,
  { conversation_id }: Pick<ConversationRecord, "conversation_id">,
  { current, unfolded }: Appended,
): Promise<CacheChange[]> {
  const bySeq = new Map(current.map((entry) => [entry.seq, entry]));
  for (const change of unfolded) {
    for (const entry of await foldedInCache(cache, conversation_id, bySeq, change))
      bySeq.set(entry.seq, entry);
  }
  const emptied = [...bySeq.values()].filter(({ content }) => content.type === "erased");
  return [
    ...[...bySeq.values()].map((entry) => putEntry(conversation_id, entry)),
    ...(await letGo(cache, conversation_id, emptied)),
  ];
}

/** Forgets the bytes that entries referred to which are empty now. */
export async function letGo(
  cache: Cache,
  conversation_id: Id,
  emptied: readonly Entry[],
): Promise<CacheChange[]> {
  const before = await Promise.all(
    emptied.map(({ seq }) => cache.get<Entry>("entries", [conversation_id, seq])),
  );
  return before.flatMap((entry) => (entry ? bytesOf(entry.content).map(deleteBlob) : []));
}

/** What the cache holds of the change's target, and for a recall of its edits, as they are from now on. */
async function foldedInCache(
  cache: Cache,
  conversation_id: Id,
  written: ReadonlyMap<number, Entry>,
  change: Entry,
): Promise<Entry[]> {
  const seq = targetOf(change.content);
  if (seq === null) return [];
  const target = written.get(seq) ?? (await cache.get<Entry>("entries", [conversation_id, seq]));
  const erased =
    change.content.type === "recall" ? await editsIn(cache, conversation_id, seq, change.seq) : [];
  if (!target) return erased;
  const { fold, content = target.content } = foldChange(target.fold, change);
  return [withFold({ ...target, content }, fold), ...erased];
}

/** Emptied edits of a message; they all come before its recall. */
async function editsIn(cache: Cache, conversation_id: Id, target: number, recall: number): Promise<Entry[]> {
  const range = entryRange(conversation_id, target + 1, recall - 1);
  const between = await cache.range<Entry>("entries", ...range);
  return between.filter(({ content }) => isEditOf(content, target)).map(erasedEntry);
}

function bytesOf(content: EntryContent): (BlobId | TalkId)[] {
  switch (content.type) {
    case "image":
    case "file":
      return [content.blob_id];
    case "video":
      return [content.blob_id, content.poster.blob_id];
    case "voice":
      return [content.talk_id];
    default:
      return [];
  }
}
