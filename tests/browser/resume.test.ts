import { expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { PEOPLE } from "../../packages/testkit/src/index.ts";
import { bubbles, introduce, waitForState } from "./stage/chat.ts";
import { signUp } from "./stage/sign-up.ts";
import { onStage } from "./stage/stage.ts";
import { captured, holdToTalk, playable, storedPackets } from "./stage/talk.ts";

const { alice, bob } = PEOPLE;
const LIMIT_MS = 120_000;

declare global {
  /** What the encoder of this page produced, packet by packet. */
  var encoded: number[][];
}

test(
  "a socket cut three times while somebody speaks loses and doubles nothing of what their encoder produced",
  () =>
    onStage(async (stage) => {
      const [a, b] = [await stage.app({ layout: "pc" }), await stage.app()];
      await Promise.all([signUp(a, alice), signUp(b, bob)]);
      await introduce(a, alice.number, b, bob.number);
      await noteEncodedPackets(a.page);

      await holdToTalk(a, async () => {
        for (const spoken_ms of [2_000, 4_000, 6_000]) {
          await captured(a.page, spoken_ms);
          await a.online();
          a.cut();
        }
        await captured(a.page, 8_000);
      });
      await waitForState(bubbles(a.page, { type: "voice" }), "delivered", "read", "heard");
      await playable(b.page).waitFor();

      const encoded = await a.page.evaluate(() => globalThis.encoded);
      expect(encoded.length).toBeGreaterThanOrEqual(400);
      const stored = await storedPackets(b.page);
      expect(stored.length).toBe(encoded.length);
      expect(sha256(stored)).toBe(sha256(encoded.map((packet) => Uint8Array.from(packet))));
    }),
  LIMIT_MS,
);

/** Listens in between the encoder and the SDK. */
async function noteEncodedPackets(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { client } = window.__feiliao!;
    const startTalk = client.startTalk.bind(client);
    globalThis.encoded = [];
    client.startTalk = (conversation_id) => {
      const talk = startTalk(conversation_id);
      const push = talk.push.bind(talk);
      talk.push = (packet) => {
        encoded.push([...packet]);
        push(packet);
      };
      return talk;
    };
  });
}

function sha256(packets: readonly Uint8Array[]): string {
  const hash = new Bun.CryptoHasher("sha256");
  for (const packet of packets) hash.update(packet);
  return hash.digest("hex");
}
