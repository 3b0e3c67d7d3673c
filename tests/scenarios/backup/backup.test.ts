import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { BlobId, ConversationId } from "@feiliao/protocol";
import { converse, Device, startTestServer, story } from "@feiliao/testkit";
import { backUp, feiliao, withFolder } from "./feiliao.ts";

/** Writes without pause until it is stopped; `acked` are the texts whose acknowledgement has come. */
function keepWriting(device: Device, conversation_id: ConversationId) {
  const acked: string[] = [];
  let stopped = false;
  const running = (async () => {
    for (let count = 1; !stopped; count++) {
      const text = `${device.device_id} ${count}`;
      const content = { type: "text" as const, text };
      await device.call("message/send", { conversation_id, client_id: text, content });
      acked.push(text);
    }
  })();
  return {
    acked,
    async stop() {
      stopped = true;
      await running;
    },
  };
}

async function readLog(device: Device, conversation_id: ConversationId) {
  const entries = [];
  for (let after_seq = 0; ; ) {
    const page = await device.post("conversation/read", { conversation_id, after_seq, limit: 200 });
    entries.push(...page.entries);
    if (page.entries.length === 0) return { ...page, entries };
    after_seq = page.entries.at(-1)!.seq;
  }
}

test("D1 D3 a backup of a server under load has every message acknowledged before it began, without gaps", async () => {
  await withFolder(async (folder) => {
    await story({ alice: 2, bob: 1 }, async ({ alice, bob, server }) => {
      const id = await converse(alice, bob);
      const writers = [...alice.devices, ...bob.devices].map((device) => keepWriting(device, id));
      const backups: { path: string; acked_before: string[] }[] = [];
      for (let round = 0; round < 3; round++) {
        const acked_before = writers.flatMap(({ acked }) => [...acked]);
        backups.push({ path: await backUp(server.data_folder, join(folder, "backups")), acked_before });
      }
      for (const writer of writers) await writer.stop();
      expect(backups[2]!.acked_before.length).toBeGreaterThan(backups[0]!.acked_before.length);

      for (const [round, { path, acked_before }] of backups.entries()) {
        expect((await feiliao("verify", path)).exit_code).toBe(0);
        const data_folder = join(folder, `restored-${round}`);
        expect((await feiliao("restore", path, "--data", data_folder)).exit_code).toBe(0);
        const restored = await startTestServer({ data_folder });
        try {
          const { entries, epoch, last_seq } = await readLog(new Device(restored.url, alice.device), id);
          expect(epoch).toBe(2);
          expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
          expect(entries.length).toBe(last_seq);
          const texts = new Set(entries.map(({ client_id }) => client_id));
          expect(acked_before.filter((text) => !texts.has(text))).toEqual([]);
          expect(texts.size).toBe(entries.length);
        } finally {
          await restored.close();
        }
      }
    });
  });
});

const PICTURE = { type: "image", mime: "image/png", width: 1, height: 1, thumbhash: "" } as const;

async function upload(device: Device, bytes: Uint8Array<ArrayBuffer>): Promise<BlobId> {
  const sha256 = createHash("sha256").update(bytes).digest("base64url");
  const { upload_id } = await device.post("media/start", { sha256, size: bytes.length });
  const headers = { "upload-offset": "0" };
  await device.fetch(`/v1/media/uploads/${upload_id}`, { method: "PATCH", headers, body: bytes });
  return `blb_${sha256}`;
}

test("what people sent is in the backup, a blob takes space once over all backups, and comes back whole", async () => {
  await withFolder(async (folder) => {
    await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
      const id = await converse(alice, bob);
      const send = async (bytes: Uint8Array<ArrayBuffer>) => {
        const blob_id = await upload(alice.device, bytes);
        const content = { ...PICTURE, blob_id, size: bytes.length };
        await alice.device.call("message/send", { conversation_id: id, client_id: blob_id, content });
        return blob_id;
      };
      const first = await send(new TextEncoder().encode("the first picture"));
      const target = join(folder, "backups");
      const one = await backUp(server.data_folder, target);
      const second = await send(new TextEncoder().encode("the second picture"));
      const two = await backUp(server.data_folder, target);

      const stored = (backup: string, blob_id: BlobId) =>
        statSync(join(backup, "blobs", blob_id.slice(4, 6), blob_id));
      expect(stored(two, first).ino).toBe(stored(one, first).ino);
      expect(stored(two, second).nlink).toBe(1);

      const data_folder = join(folder, "restored");
      await feiliao("restore", two, "--data", data_folder);
      const restored = await startTestServer({ data_folder });
      try {
        const device = new Device(restored.url, bob.device);
        for (const [blob_id, text] of [
          [first, "the first picture"],
          [second, "the second picture"],
        ])
          expect(await (await device.fetch(`/v1/media/${id}/${blob_id}`)).text()).toBe(text!);
      } finally {
        await restored.close();
      }
    });
  });
});

test("the oldest backups leave when only some are to be kept; those that stay are whole", async () => {
  await withFolder(async (target) => {
    await story({ alice: 1 }, async ({ alice, server }) => {
      await upload(alice.device, new TextEncoder().encode("shared by all"));
      const paths: string[] = [];
      for (let round = 0; round < 3; round++) {
        const { out } = await feiliao("backup", target, "--data", server.data_folder, "--keep", "2");
        paths.push(out);
      }
      expect(
        readdirSync(target)
          .map((name) => join(target, name))
          .sort(),
      ).toEqual(paths.slice(1));
      for (const path of paths.slice(1)) expect((await feiliao("verify", path)).exit_code).toBe(0);
    });
  });
});

test("a backup that was interrupted leaves nothing that looks like one, and the next one clears it away", async () => {
  await withFolder(async (target) => {
    await story({ alice: 1 }, async ({ server }) => {
      const ended = Bun.spawn(["true"]);
      await ended.exited;
      const partial = join(target, `.partial-${hostname()}-${ended.pid}`);
      mkdirSync(partial);
      writeFileSync(join(partial, "feiliao.sqlite"), "half");
      const elsewhere = ".partial-another.example-1";
      mkdirSync(join(target, elsewhere));
      const path = await backUp(server.data_folder, target);
      const left = readdirSync(target).map((name) => join(target, name));
      expect(left.sort()).toEqual([join(target, elsewhere), path].sort());
    });
  });
});

test("a backup of no server, or into the server's own folder, is refused with what to do", async () => {
  await withFolder(async (folder) => {
    const nowhere = await feiliao("backup", join(folder, "backups"), "--data", join(folder, "nothing"));
    expect(nowhere).toMatchObject({ exit_code: 1, out: "" });
    expect(nowhere.complaint).toContain("--data");
    expect(readdirSync(join(folder, "backups"))).toEqual([]);
    await story({ alice: 1 }, async ({ server }) => {
      const within = await feiliao("backup", join(server.data_folder, "b"), "--data", server.data_folder);
      expect(within.exit_code).toBe(2);
      expect(within.complaint).toContain("within the data folder");
    });
  });
});
