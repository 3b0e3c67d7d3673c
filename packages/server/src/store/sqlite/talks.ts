import type { Database } from "bun:sqlite";
import type { BlobId, TalkId, TalkOutcome } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { packPackets, readPackets } from "@feiliao/protocol/voice-frame";
import type { AppendIntent } from "../conversation-store.ts";
import type { StoredTalk, TalkStore } from "../talk-store.ts";
import type { SqliteWriter } from "./writer.ts";

const COLUMNS =
  "id AS talk_id, conversation_id, account_id, device_id, client_id, seq, state, next_packet, updated_at";

/** The talk tables, for the append that starts or ends a talk in its own transaction. */
export class TalkRows {
  readonly queries;

  constructor(database: Database) {
    this.queries = {
      insert: database.query<unknown, [string, string, string, string, string, number, number]>(
        `INSERT INTO talk (id, conversation_id, account_id, device_id, client_id, seq, state, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, 'open', ?)`,
      ),
      end: database.query<unknown, [string, string | null, number, string]>(
        "UPDATE talk SET state = ?, blob_id = ?, updated_at = ? WHERE id = ?",
      ),
      byId: database.query<StoredTalk, [string]>(`SELECT ${COLUMNS} FROM talk WHERE id = ?`),
      open: database.query<StoredTalk, [number]>(
        `SELECT ${COLUMNS} FROM talk WHERE state = 'open' AND updated_at <= ?`,
      ),
      blob: database.query<{ blob_id: BlobId | null }, [string]>("SELECT blob_id FROM talk WHERE id = ?"),
      chunks: database.query<{ first_packet: number; packets: Uint8Array }, [string]>(
        "SELECT first_packet, packets FROM talk_chunk WHERE talk_id = ? ORDER BY first_packet",
      ),
      insertChunk: database.query<unknown, [string, number, Uint8Array]>(
        "INSERT INTO talk_chunk VALUES (?, ?, ?)",
      ),
      deleteChunks: database.query<unknown, [string]>("DELETE FROM talk_chunk WHERE talk_id = ?"),
      advance: database.query<unknown, [number, number, string]>(
        "UPDATE talk SET state = 'open', next_packet = ?, updated_at = ? WHERE id = ?",
      ),
    };
  }

  byId(talk_id: TalkId): StoredTalk | null {
    return this.queries.byId.get(talk_id);
  }

  start(intent: AppendIntent, talk_id: TalkId, seq: number, now: number): void {
    const { conversation_id, account_id, device_id, client_id } = intent;
    this.queries.insert.run(talk_id, conversation_id, account_id, device_id, client_id, seq, now);
  }

  /** An interrupted talk keeps its packets, so that its talker can still complete it. */
  end(talk_id: TalkId, outcome: TalkOutcome, blob_id: BlobId | null, now: number): void {
    this.queries.end.run(outcome, blob_id, now, talk_id);
    if (outcome !== "interrupted") this.queries.deleteChunks.run(talk_id);
  }
}

export function sqliteTalks({ queries }: TalkRows, writer: SqliteWriter): TalkStore {
  function store(talk_id: TalkId, first: number, packets: readonly Uint8Array[], now: number): number {
    const talk = queries.byId.get(talk_id);
    if (!talk) throw new FeiliaoError("not_found");
    if (talk.state === "complete" || talk.state === "cancelled") throw new FeiliaoError("talk_ended");
    const { next_packet } = talk;
    const fresh = packets.slice(Math.max(0, next_packet - first));
    if (first > next_packet || fresh.length === 0) return next_packet;
    queries.insertChunk.run(talk_id, next_packet, packPackets(fresh));
    queries.advance.run(next_packet + fresh.length, now, talk_id);
    return next_packet + fresh.length;
  }

  return {
    byId: async (talk_id) => queries.byId.get(talk_id),
    open: async (untouched_since) => queries.open.all(untouched_since),
    blob: async (talk_id) => queries.blob.get(talk_id)?.blob_id ?? null,
    store: (talk_id, first, packets, now) => writer.write(() => store(talk_id, first, packets, now)),
    async packets(talk_id, from) {
      const packets = queries.chunks
        .all(talk_id)
        .flatMap((chunk) => readPackets(chunk.packets).slice(Math.max(0, from - chunk.first_packet)));
      return packPackets(packets);
    },
  };
}
