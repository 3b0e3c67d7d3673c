import { expect, test } from "bun:test";
import { inProcessBus } from "../bus/in-process.ts";
import { silentLogger } from "../platform/logger.ts";
import { systemRandom } from "../platform/random.ts";
import { Secret } from "../platform/secret.ts";
import { VirtualClock } from "../platform/virtual-clock.ts";
import { sqliteStore } from "../store/sqlite/sqlite-store.ts";
import { Linking } from "./linking.ts";
import { WAIT_MS } from "./long-polls.ts";

async function onVirtualTime(act: (linking: Linking, clock: VirtualClock) => Promise<void>): Promise<void> {
  const clock = new VirtualClock();
  const store = sqliteStore(":memory:", silentLogger);
  const secret = new Secret(systemRandom.bytes(32));
  const linking = new Linking({
    ...{ store, bus: inProcessBus(), secret, clock, random: systemRandom },
    log: { announceAccountChange() {} },
  });
  await act(linking, clock);
  await store.close();
}

test("AC17 who waits for a link is answered when nothing has happened for ten seconds", async () => {
  await onVirtualTime(async (linking, clock) => {
    const { link_id, secret } = await linking.start({ device_name: "laptop" }, null);
    let answered = false;
    const waiting = linking.wait({ link_id, secret, known: "waiting" }).finally(() => {
      answered = true;
    });
    for (let waited_ms = 0; !answered; waited_ms += 1_000) {
      expect(waited_ms).toBeLessThan(2 * WAIT_MS);
      clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await waiting).toEqual({ state: "waiting" });
  });
});

test("AC17 a server that stops answers who waits for a link", async () => {
  await onVirtualTime(async (linking) => {
    const { link_id, secret } = await linking.start({ device_name: "laptop" }, null);
    const waiting = linking.wait({ link_id, secret, known: "waiting" });
    linking.close();
    expect(await waiting).toEqual({ state: "waiting" });
  });
});

test("AC17 an address may start so many links", async () => {
  await onVirtualTime(async (linking) => {
    const start = (ip: string) => linking.start({ device_name: "laptop" }, ip);
    for (let count = 0; count < 200; count++) await start("203.0.113.7");
    await expect(start("203.0.113.7")).rejects.toMatchObject({ code: "rate_limited" });
    expect(await start("198.51.100.1")).toHaveProperty("link_id");
  });
});
