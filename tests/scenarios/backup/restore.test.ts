import { expect, test } from "bun:test";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { PEOPLE, startTestServer, story, until } from "@feiliao/testkit";
import { App, texts } from "../client-app.ts";
import { backUp, feiliao, withFolder } from "./feiliao.ts";

test("D10 after a restore apps start from what the server has, keep what it lost, and go on together", async () => {
  await withFolder(async (folder) => {
    const data_folder = join(folder, "data");
    const server = await startTestServer({ data_folder });
    const [alice, bob] = [await App.signUp(server, "alice"), await App.signUp(server, "bob")];
    const apps = [alice, bob];
    const id = await alice.client.openConversation(`tel:${PEOPLE.bob.number}`);
    const say = async (app: App, text: string) => {
      await app.client.sendText(id, text);
      for (const { client } of apps)
        await until(`"${text}" to arrive`, () => {
          const content = client.conversation(id)?.last?.content;
          return content?.type === "text" && content.text === text;
        });
    };
    await say(alice, "one");
    await say(bob, "two");
    const backup = await backUp(data_folder, join(folder, "backups"));
    await say(alice, "three");
    await say(bob, "four");

    for (const app of apps) await app.goOffline();
    const { port } = server.server;
    await server.server.close();
    const restoring = await feiliao("restore", backup, "--data", data_folder, "--replace");
    expect(restoring.exit_code).toBe(0);
    expect(restoring.out).toContain("epoch 2");
    const restored = await startTestServer({ data_folder, port });
    try {
      for (const app of apps) await app.goOnline();
      const timelines = await Promise.all(apps.map((app) => app.timeline(id)));
      for (const timeline of timelines)
        await until("the restored log", () => texts(timeline).join() === "one,two");
      for (const { client } of apps) {
        await until("what was lost", () => client.lostMessages(id).length === 2);
        const lost = client.lostMessages(id).map(({ content }) => content.type === "text" && content.text);
        expect(lost).toEqual(["three", "four"]);
      }
      await say(alice, "five");
      await say(bob, "six");
      for (const timeline of timelines) expect(texts(timeline)).toEqual(["one", "two", "five", "six"]);
    } finally {
      for (const app of apps) await app.client.stop();
      await restored.close();
    }
  });
});

/** A blob as a server stores it, by its path in the data folder and in a backup. */
function writeBlob(data_folder: string): string {
  const digest = new Bun.CryptoHasher("sha256").update("whole").digest("base64url");
  const shelf = join("blobs", digest.slice(0, 2));
  mkdirSync(join(data_folder, shelf), { recursive: true });
  const path = join(shelf, `blb_${digest}`);
  writeFileSync(join(data_folder, path), "whole");
  return path;
}

test("a backup that was changed, cut short or is not whole is not restored, and the data folder stays as it was", async () => {
  await withFolder(async (folder) => {
    await story({ alice: 1 }, async ({ server }) => {
      const damages: Record<string, (backup: string) => void> = {
        "feiliao.sqlite was changed": (backup) => {
          const path = join(backup, "feiliao.sqlite");
          const bytes = readFileSync(path);
          bytes[bytes.length >> 1]! ^= 1;
          writeFileSync(path, bytes);
        },
        "feiliao.sqlite has": (backup) => truncateSync(join(backup, "feiliao.sqlite"), 4096),
        "secret is missing": (backup) => rmSync(join(backup, "secret")),
        "blobs.txt has": (backup) => appendFileSync(join(backup, "blobs.txt"), "blb_one_more 1\n"),
        "blob blb_": (backup) => {
          const [shelf] = readdirSync(join(backup, "blobs"));
          const [blob] = readdirSync(join(backup, "blobs", shelf!));
          appendFileSync(join(backup, "blobs", shelf!, blob!), "more");
        },
        "manifest.json is missing": (backup) => rmSync(join(backup, "manifest.json")),
        "format 99": (backup) => {
          const path = join(backup, "manifest.json");
          writeFileSync(path, readFileSync(path, "utf8").replace('"format": 1', '"format": 99'));
        },
      };
      writeBlob(server.data_folder);
      for (const [complaint, damage] of Object.entries(damages)) {
        const target = join(folder, `backups ${complaint}`);
        const backup = await backUp(server.data_folder, target);
        damage(backup);
        const data = join(folder, `data ${complaint}`);
        const refused = await feiliao("restore", backup, "--data", data);
        expect(refused).toMatchObject({ exit_code: 3, out: "" });
        expect(refused.complaint).toContain(complaint);
        expect(existsSync(data)).toBe(false);
        expect((await feiliao("verify", backup)).exit_code).toBe(3);
      }
    });
  });
});

test("a blob whose bytes changed but not its size is found by verify and by restore", async () => {
  await withFolder(async (folder) => {
    await story({ alice: 1 }, async ({ server }) => {
      const path = writeBlob(server.data_folder);
      const backup = await backUp(server.data_folder, folder);
      writeFileSync(join(backup, path), "whale");
      for (const words of [
        ["verify", backup],
        ["restore", backup, "--data", join(folder, "data")],
      ]) {
        const { exit_code, complaint } = await feiliao(...words);
        expect(exit_code).toBe(3);
        expect(complaint).toContain("damaged");
      }
      expect(readdirSync(join(folder, "data"))).toEqual(["lock.sqlite"]);
    });
  });
});

test("a folder that is in use or not empty is refused; --replace moves its content aside, and each restore has an epoch of its own", async () => {
  await withFolder(async (folder) => {
    await story({ alice: 1 }, async ({ server }) => {
      writeBlob(server.data_folder);
      const backup = await backUp(server.data_folder, join(folder, "backups"));
      const running = await feiliao("restore", backup, "--data", server.data_folder, "--replace");
      expect(running).toMatchObject({ exit_code: 1 });
      expect(running.complaint).toContain("another server uses this data folder");

      const data = join(folder, "data");
      mkdirSync(join(data, ".restoring-1"), { recursive: true }); // of one that was killed
      expect((await feiliao("restore", backup, "--data", data)).out).toContain("epoch 2");
      const again = await feiliao("restore", backup, "--data", data);
      expect(again.exit_code).toBe(1);
      expect(again.complaint).toContain("--replace");

      const replaced = await feiliao("restore", backup, "--data", data, "--replace");
      expect(replaced.out).toContain("epoch 3");
      const aside = readdirSync(data).find((name) => name.startsWith("before-restore-"))!;
      const restored = readdirSync(backup).filter((name) => !["blobs.txt", "manifest.json"].includes(name));
      expect(restored).toContain("feiliao.sqlite");
      expect(readdirSync(join(data, aside)).sort()).toEqual(restored.sort());
      expect(readdirSync(data).sort()).toEqual([...restored, aside, "lock.sqlite"].sort());
    });
  });
});

test("a folder of backups is not a backup: the newest in it is named", async () => {
  await withFolder(async (folder) => {
    await story({ alice: 1 }, async ({ server }) => {
      await backUp(server.data_folder, folder);
      const newest = await backUp(server.data_folder, folder);
      const { exit_code, complaint } = await feiliao("restore", folder, "--data", join(folder, "data"));
      expect(exit_code).toBe(2);
      expect(complaint).toContain(newest);
    });
  });
});

test("D10 a new epoch can be begun after a rollback by other means, while the server is stopped", async () => {
  await withFolder(async (folder) => {
    await story({ alice: 1 }, async ({ server }) => {
      const running = await feiliao("new-epoch", "--data", server.data_folder);
      expect(running).toMatchObject({ exit_code: 1, out: "" });
      const data = join(folder, "data");
      await feiliao("restore", await backUp(server.data_folder, folder), "--data", data);
      expect((await feiliao("new-epoch", "--data", data)).out).toContain("epoch 3");
      expect((await feiliao("new-epoch", "--data", join(folder, "nothing"))).exit_code).toBe(1);
    });
  });
});
