import { FeiliaoError } from "@feiliao/protocol/errors";
import type { ConversationStore } from "../conversation-store.ts";
import { advanceWrite, blockWrite, refreshWrite } from "./advance.ts";
import { appendWrite } from "./append.ts";
import { readChanges } from "./changes.ts";
import { isReader, readAudience, readPage, readStanding } from "./conversation-reads.ts";
import type { ConversationWriter } from "./conversation-writer.ts";
import { createGroup } from "./create-group.ts";
import type { Database } from "./database.ts";
import { expire } from "./expire.ts";
import { linkWrite, readByLink, readLink } from "./group-links.ts";
import type { LogEpoch } from "./log-epoch.ts";
import { readMembers } from "./members.ts";
import { openDirect, readDirect } from "./open-direct.ts";
import type { OutboxRows } from "./outbox.ts";

export function postgresConversations(
  database: Database,
  outbox: OutboxRows,
  writer: ConversationWriter,
  epoch: LogEpoch,
): ConversationStore {
  return {
    openDirect: (intent) => openDirect(database, outbox, intent),
    createGroup: (intent) => createGroup(database, outbox, intent),
    append: (intent) => writer.write(appendWrite(intent)),
    advance: (intent) => writer.write(advanceWrite(intent)),
    refreshMember: (conversation_id, profile) =>
      nullWhenMissing(writer.write(refreshWrite(conversation_id, profile))),
    async setBlocked(conversation_id, account_id, blocked) {
      await nullWhenMissing(writer.write(blockWrite(conversation_id, account_id, blocked)));
    },
    setLink: (intent) => writer.write(linkWrite(intent)),
    expire: (now, limit) => expire(database, outbox, now, limit),

    read: (conversation_id, reader, range) => readPage(database, conversation_id, reader, range),
    changes: (reader, conversations, positions, entries_max) =>
      readChanges(database, epoch, reader, conversations, positions, entries_max),
    audience: (conversation_id) => readAudience(database, conversation_id),
    directWith: (account_id, peer) => readDirect(database, account_id, peer),
    isMember: (conversation_id, account_id) => isReader(database, conversation_id, account_id),
    standing: (conversation_id, account_id) => readStanding(database, conversation_id, account_id),
    members: (conversation_id, reader, state, after, limit) =>
      readMembers(database, conversation_id, reader, state, after, limit),
    link: (conversation_id, account_id, now) => readLink(database, conversation_id, account_id, now),
    byLink: (token_hash, now) => readByLink(database, token_hash, now),
  };
}

async function nullWhenMissing<T>(written: Promise<T>): Promise<T | null> {
  try {
    return await written;
  } catch (failure) {
    if (failure instanceof FeiliaoError && failure.code === "not_found") return null;
    throw failure;
  }
}
