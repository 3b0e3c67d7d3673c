import type { Database } from "bun:sqlite";
import type { AccountId, ConversationId, ConversationInfo, ConversationKind } from "@feiliao/protocol";
import type { CreateGroup, OpenDirect } from "../conversation-store.ts";
import { DIRECT_INFO } from "../group-rules.ts";
import type { Directory } from "./directory.ts";
import type { OutboxRows } from "./outbox.ts";

interface Parts {
  database: Database;
  directory: Directory;
  outbox: OutboxRows;
}

/** How conversations begin. To be run inside a write. */
export function openings({ database, directory, outbox }: Parts) {
  const queries = openingQueries(database);

  function create(id: ConversationId, kind: ConversationKind, values: [Text, Text], now: number): number {
    return Number(queries.insert.run(id, kind, ...values, now).lastInsertRowid);
  }

  function list(
    account_id: AccountId,
    conversation_id: ConversationId,
    { kind, title }: Pick<ConversationInfo, "kind" | "title">,
    { opened_by_me, at }: { opened_by_me: boolean; at: number },
  ): void {
    outbox.queue({
      kind: "list_conversation",
      ...{ account_id, conversation_id, opened_by_me, conversation: kind, title, at },
      ...{ state: "active", invited_by: null },
    });
  }

  function openDirect(intent: OpenDirect) {
    const key = directKey(intent.opener, intent.peer);
    const known = queries.byDirectKey.get(key);
    const conversation_id = known?.id ?? intent.new_conversation_id;
    if (!known) {
      const no = create(conversation_id, "direct", [key, null], intent.now);
      const members = new Map([
        [intent.opener, intent.opener_address],
        [intent.peer, intent.peer_address],
      ]);
      for (const [account_id, address] of members) {
        const shown = account_id === intent.opener ? 1 : 0;
        queries.addMember.run(
          no,
          directory.accountNo(account_id)!,
          address,
          null,
          null,
          shown,
          "member",
          0,
          0,
        );
        if (shown) outbox.queue({ kind: "refresh_member", account_id, conversation_id });
      }
    }
    for (const account_id of new Set([intent.opener, intent.peer])) {
      if (known && account_id !== intent.opener) continue;
      const opened_by_me = account_id === intent.opener;
      list(account_id, conversation_id, DIRECT_INFO, { opened_by_me, at: intent.now });
    }
    return { conversation_id, created: !known };
  }

  function createGroup({ conversation_id, kind, title, settings, members, now }: CreateGroup): void {
    if (queries.known.get(conversation_id)) return;
    const info: ConversationInfo = { ...DIRECT_INFO, kind, title, settings, member_count: members.length };
    const no = create(conversation_id, kind, [null, JSON.stringify(info)], now);
    for (const [index, { account_id, address, name, picture }] of members.entries()) {
      const account_no = directory.accountNo(account_id)!;
      const role = index === 0 ? "owner" : "member";
      const told_revision = kind === "channel" && role === "owner" ? 1 : 0;
      queries.addMember.run(no, account_no, address, name, picture, 1, role, told_revision, told_revision);
      list(account_id, conversation_id, info, { opened_by_me: false, at: now });
    }
  }

  function directWith(account_id: AccountId, peer: AccountId): ConversationId | null {
    return queries.byDirectKey.get(directKey(account_id, peer))?.id ?? null;
  }

  return { openDirect, directWith, createGroup };
}

/** The same, whoever of the two opens it. */
function directKey(one: AccountId, other: AccountId): string {
  return [one, other].sort().join(" ");
}

type Text = string | null;

function openingQueries(database: Database) {
  return {
    known: database.query<unknown, [string]>("SELECT 1 FROM conversation WHERE id = ?"),
    byDirectKey: database.query<{ id: ConversationId }, [string]>(
      "SELECT id FROM conversation WHERE direct_key = ?",
    ),
    insert: database.query<unknown, [string, string, Text, Text, number]>(
      "INSERT INTO conversation (id, kind, direct_key, info, created_at) VALUES (?, ?, ?, ?, ?)",
    ),
    addMember: database.query<unknown, [number, number, Text, Text, Text, number, string, number, number]>(
      `INSERT INTO membership
         (conversation_no, account_no, address, name, picture, shown, role, revision, told_revision)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
  };
}
