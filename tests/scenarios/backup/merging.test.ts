import { expect, test } from "bun:test";
import { join } from "node:path";
import type { AccountId, ConversationId, DeviceId } from "@feiliao/protocol";
import { silentLogger } from "@feiliao/server/platform/logger";
import { type SqliteStore, sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import { backUp, feiliao, withFolder } from "./feiliao.ts";

const SENDER = "acc_sender" as AccountId;
const PEER = "acc_peer" as AccountId;
const DEVICE = "dev_sender" as DeviceId;
const CONVERSATION = "con_busy" as ConversationId;
const BACKUPS = 8;
/** So few that merges happen all the time. */
const limits = { merge_rows: 50 };

async function open(store: SqliteStore): Promise<void> {
  const who = { now: 1, idle_ms_max: 1, proven_pin_hash: null, device_name: "phone" };
  for (const [account_id, device_id, number] of [
    [SENDER, DEVICE, "+8613900000001"],
    [PEER, "dev_peer" as DeviceId, "+8613900000002"],
  ] as const)
    await store.accounts.signIn({
      ...who,
      ...{ number, new_account_id: account_id, device_id, token_hash: Buffer.from(device_id) },
    });
  await store.conversations.openDirect({
    ...{
      opener: SENDER,
      opener_address: "tel:+8613900000001",
      peer: PEER,
      peer_address: "tel:+8613900000002",
    },
    ...{ new_conversation_id: CONVERSATION, now: 1 },
  });
}

/** Appends until it is stopped; `last_seq` is acknowledged. */
function keepAppending(store: SqliteStore) {
  const state = { last_seq: 0, stopped: false };
  const running = (async () => {
    for (let count = 1; !state.stopped; count++) {
      const { seq } = await store.conversations.append({
        ...{ conversation_id: CONVERSATION, account_id: SENDER, device_id: DEVICE, client_id: String(count) },
        ...{ content: { type: "text", text: "again" }, now: count },
      });
      state.last_seq = seq;
    }
  })();
  return {
    get last_seq() {
      return state.last_seq;
    },
    async stop() {
      state.stopped = true;
      await running;
    },
  };
}

test("D1 D3 backups that are made while the stage is merged into the history restore whole and without gaps", async () => {
  await withFolder(async (folder) => {
    const data = join(folder, "data");
    expect(
      (await feiliao("user", "import", "--generate", "1", "--tokens", join(folder, "t"), "--data", data))
        .exit_code,
    ).toBe(0);
    const store = sqliteStore(join(data, "feiliao.sqlite"), silentLogger, { limits });
    await open(store);
    const sender = keepAppending(store);
    const backups: { path: string; acked_before: number }[] = [];
    while (backups.length < BACKUPS) {
      const acked_before = sender.last_seq;
      backups.push({ path: await backUp(data, join(folder, "backups")), acked_before });
    }
    await sender.stop();
    await store.close();
    expect(backups.at(-1)!.acked_before).toBeGreaterThan(limits.merge_rows);

    for (const [index, { path, acked_before }] of backups.entries()) {
      const restored = join(folder, `restored-${index}`);
      expect(await feiliao("restore", path, "--data", restored)).toMatchObject({ exit_code: 0 });
      const reopened = sqliteStore(join(restored, "feiliao.sqlite"), silentLogger);
      const { last_seq } = await reopened.conversations.read(CONVERSATION, SENDER, { limit: 1 });
      expect(last_seq).toBeGreaterThanOrEqual(acked_before);
      let seq = 0;
      while (seq < last_seq) {
        const page = await reopened.conversations.read(CONVERSATION, SENDER, { after_seq: seq, limit: 500 });
        for (const entry of page.entries) expect(entry.seq).toBe(++seq);
      }
      await reopened.close();
    }
  });
});
