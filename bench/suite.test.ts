import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { readOptions } from "./options.ts";
import { PEERS } from "./peers/index.ts";
import { Suite } from "./suite.ts";

const folder = mkdtempSync(`${tmpdir()}/feiliao-bench-test-`);
afterAll(() => rmSync(folder, { recursive: true }));

/** Servers that need no packages. */
for (const name of ["feiliao", "relay-log"]) {
  test(`everything that is sent through ${name} is confirmed and delivered`, async () => {
    const options = readOptions(["--conns", "40", "--members", "40", "--seconds", "1", "--quiet", "0"]);
    const suite = new Suite(PEERS[name]!(`${folder}/${name}`, options), options);
    await suite.prepare(["p2p", "room"]);
    try {
      const p2p = await suite.run("p2p");
      expect(p2p).toMatchObject({ conns: 40, undelivered: 0, unaccepted: 0 });
      expect(p2p).not.toHaveProperty("lost");
      expect(p2p.delivered_per_s).toBeGreaterThan(0);
      const room = await suite.run("room");
      expect(room).not.toHaveProperty("lost");
      expect(room.room_msgs_per_s).toBeGreaterThan(0);
    } finally {
      await suite.stop();
    }
  }, 60_000);
}
