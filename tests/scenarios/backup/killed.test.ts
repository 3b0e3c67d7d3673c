import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { converse, Device, startTestServer, story } from "@feiliao/testkit";
import { backUp, feiliao, killWhen, withFolder } from "./feiliao.ts";

const KILLS = 5;

test("a backup that is killed is none; the next one is whole, and nothing of the others is left", async () => {
  await withFolder(async (target) => {
    await story({ alice: 1 }, async ({ server }) => {
      let killed = 0;
      for (let kill = 0; kill < KILLS; kill++)
        killed += Number(
          await killWhen(target, /^\.partial/, "backup", target, "--data", server.data_folder),
        );
      expect(killed).toBeGreaterThan(0);
      const before = readdirSync(target).filter((name) => !name.startsWith(".")).length;
      expect(before).toBe(KILLS - killed);
      const path = await backUp(server.data_folder, target);
      expect((await feiliao("verify", path)).exit_code).toBe(0);
      expect(readdirSync(target)).toHaveLength(before + 1);
    });
  });
});

test("a restore that is killed leaves no half of a database; the next one brings everything back", async () => {
  await withFolder(async (folder) => {
    await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
      const conversation_id = await converse(alice, bob);
      const content = { type: "text" as const, text: "before it all" };
      await alice.device.call("message/send", { conversation_id, client_id: "one", content });
      const backup = await backUp(server.data_folder, join(folder, "backups"));
      const data_folder = join(folder, "data");
      let killed = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        const words = ["restore", backup, "--data", data_folder, "--replace"];
        killed += Number(await killWhen(data_folder, /^\.restoring/, ...words));
        const there = readdirSync(data_folder);
        // The main database comes last: where it is, all is.
        if (there.includes("feiliao.sqlite"))
          expect(there).toEqual(expect.arrayContaining(["history.sqlite", "secret"]));
      }
      expect(killed).toBeGreaterThan(0);
      const again = await feiliao("restore", backup, "--data", data_folder, "--replace");
      expect(again).toMatchObject({ exit_code: 0 });
      expect(readdirSync(data_folder).filter((name) => name.startsWith(".restoring"))).toEqual([]);
      const restored = await startTestServer({ data_folder });
      try {
        const device = new Device(restored.url, bob.device);
        const { entries } = await device.post("conversation/read", { conversation_id, limit: 10 });
        expect(entries.map((entry) => entry.content)).toEqual([content]);
      } finally {
        await restored.close();
      }
    });
  });
});
