import type { AccountId, BlobId, ConversationId, DeviceId, TalkId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { packPackets, readPackets } from "@feiliao/protocol/voice-frame";
import { BoundedMap } from "../../platform/bounded-map.ts";
import type { StoredTalk, TalkStore } from "../talk-store.ts";
import type { Database } from "./database.ts";
import { idOf, isId, uuidOf } from "./ids.ts";
import type { Transaction } from "./transaction.ts";

type TalkRow = {
  talk_id: string;
  conversation_id: string;
  account_id: string;
  device_id: string;
  client_id: string;
  seq: number;
  state: StoredTalk["state"];
  next_packet: number;
  updated_at: string;
};

const COLUMNS =
  "talk_id, conversation_id, account_id, device_id, client_id, seq, state, next_packet, updated_at";
const ROUTES_MAX = 10_000;

/** Talks lie with their conversation, which never changes: once looked up, it leads straight to the talk. */
export function postgresTalks(database: Database): TalkStore {
  const routes = new BoundedMap<TalkId, string>(ROUTES_MAX);

  /** The uuids of a talk's conversation and of the talk; null when there is no such talk. */
  async function keyOf(talk_id: TalkId): Promise<[string, string] | null> {
    if (!isId(talk_id)) return null;
    const talk = uuidOf(talk_id);
    const known = routes.get(talk_id);
    if (known) return [known, talk];
    const [row] = await database.query<{ conversation_id: string }>(
      "SELECT conversation_id FROM talk WHERE talk_id = $1::uuid",
      talk,
    );
    if (!row) return null;
    routes.set(talk_id, row.conversation_id);
    return [row.conversation_id, talk];
  }

  async function store(
    transaction: Transaction,
    key: readonly [string, string],
    first: number,
    packets: readonly Uint8Array[],
    now: number,
  ): Promise<number> {
    const [talk] = await transaction.query<{ state: StoredTalk["state"]; next_packet: number }>(
      `SELECT state, next_packet FROM talk WHERE conversation_id = $1::uuid AND talk_id = $2::uuid
       FOR NO KEY UPDATE`,
      ...key,
    );
    const { state, next_packet } = talk!;
    if (state === "complete" || state === "cancelled") throw new FeiliaoError("talk_ended");
    const fresh = packets.slice(Math.max(0, next_packet - first));
    if (first > next_packet || fresh.length === 0) return next_packet;
    transaction.write(
      `INSERT INTO talk_chunk (conversation_id, talk_id, first_packet, packets)
       VALUES ($1::uuid, $2::uuid, $3::integer, $4)`,
      ...key,
      String(next_packet),
      packPackets(fresh),
    );
    const next = next_packet + fresh.length;
    transaction.write(
      `UPDATE talk SET state = 'open', next_packet = $3::integer, updated_at = $4::bigint
       WHERE conversation_id = $1::uuid AND talk_id = $2::uuid`,
      ...key,
      String(next),
      String(now),
    );
    return next;
  }

  return {
    async byId(talk_id) {
      const key = await keyOf(talk_id);
      if (!key) return null;
      const [row] = await database.query<TalkRow>(
        `SELECT ${COLUMNS} FROM talk WHERE conversation_id = $1::uuid AND talk_id = $2::uuid`,
        ...key,
      );
      return row ? toTalk(row) : null;
    },
    async store(talk_id, first, packets, now) {
      const key = await keyOf(talk_id);
      if (!key) throw new FeiliaoError("not_found");
      return database.transaction((transaction) => store(transaction, key, first, packets, now));
    },
    async packets(talk_id, from) {
      const key = await keyOf(talk_id);
      const chunks = key
        ? await database.query<{ first_packet: number; packets: Buffer }>(
            `SELECT first_packet, packets FROM talk_chunk
             WHERE conversation_id = $1::uuid AND talk_id = $2::uuid ORDER BY first_packet`,
            ...key,
          )
        : [];
      return packPackets(
        chunks.flatMap(({ first_packet, packets }) =>
          readPackets(packets).slice(Math.max(0, from - first_packet)),
        ),
      );
    },
    async blob(talk_id) {
      const key = await keyOf(talk_id);
      if (!key) return null;
      const [row] = await database.query<{ blob_id: BlobId | null }>(
        "SELECT blob_id FROM talk WHERE conversation_id = $1::uuid AND talk_id = $2::uuid",
        ...key,
      );
      return row?.blob_id ?? null;
    },
    async open(untouched_since) {
      const rows = await database.query<TalkRow>(
        `SELECT ${COLUMNS} FROM talk WHERE state = 'open' AND updated_at <= $1::bigint`,
        String(untouched_since),
      );
      return rows.map(toTalk);
    },
  };
}

function toTalk(row: TalkRow): StoredTalk {
  return {
    ...row,
    talk_id: idOf<TalkId>("talk", row.talk_id),
    conversation_id: idOf<ConversationId>("conversation", row.conversation_id),
    account_id: idOf<AccountId>("account", row.account_id),
    device_id: idOf<DeviceId>("device", row.device_id),
    updated_at: Number(row.updated_at),
  };
}
