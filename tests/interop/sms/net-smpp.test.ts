import { afterEach, describe, expect, test } from "bun:test";
import { until } from "@feiliao/testkit/until";
import { ACCOUNT, HANDSET, LONG_TEXT, OURS, ourClient, ourSmsc, parts, textOf } from "./our-side.ts";
import { type PerlPeer, perl } from "./perl.ts";

const endings: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

function started(...words: [string, ...string[]]): PerlPeer {
  const peer = perl(...words);
  endings.push(() => peer.kill());
  return peer;
}

describe("Net::SMPP as the SMSC", () => {
  async function connected() {
    const peer = started("smsc.pl");
    const ours = await ourClient(Number(await peer.says("port=")), { utc_offset_ms: 8 * 3_600_000 });
    endings.push(() => ours.client.close());
    return { peer, ...ours };
  }

  test("takes the parts of a long text, as they were", async () => {
    const { peer, client } = await connected();
    const submitted = parts(LONG_TEXT);
    for (const part of submitted) expect(await client.submit(part)).toMatchObject({ outcome: "accepted" });
    const seen = await until("three submits", () => {
      const submits = peer.lines.filter((line) => line.startsWith("cmd=0x00000004"));
      return submits.length === 3 && submits;
    });
    for (const [index, { segment }] of submitted.entries()) {
      expect(seen[index]).toContain(`esm_class=64 data_coding=8 short_message=${segment.user_data.toHex()}`);
    }
  });

  test("reports before it answers, with zeros before the id, and is understood", async () => {
    const { client, reports } = await connected();
    expect(await client.submit(parts("hello")[0]!)).toEqual({ outcome: "accepted", message_id: "1" });
    await until("the report", () => reports.length === 1);
    expect(reports).toEqual([
      {
        ...{
          message_id: "1",
          to: HANDSET,
          from: OURS,
          state: "delivered",
          code: "DELIVRD:000",
          reason: null,
        },
        at_ms: Date.UTC(2026, 10, 22, 4, 1),
      },
    ]);
  });

  test("hands over what a person sends", async () => {
    const { client, incoming } = await connected();
    await client.submit(parts("hello")[0]!);
    await until("the message", () => incoming.length === 1);
    expect(incoming).toMatchObject([{ from: HANDSET, to: OURS, coding: "ucs2" }]);
    expect(textOf(incoming)).toBe("收到");
  });

  test("is asked whether it is there, and left with a goodbye that ends it", async () => {
    const peer = started("smsc.pl");
    const heartbeat = { after_ms: 20, answer_ms: 20, misses_max: 1000 };
    const { client } = await ourClient(Number(await peer.says("port=")), { heartbeat });
    await peer.says("cmd=0x00000015");
    await client.close();
    expect(await peer.ended).toBe(0);
  });
});

describe("Net::SMPP as the ESME", () => {
  test("logs in, submits, gets its report, asks whether we are there, and leaves", async () => {
    const { server, submitted } = await ourSmsc();
    endings.push(() => server.close());
    const peer = started("esme.pl", String(server.port), ACCOUNT.password);
    expect(await peer.ended).toBe(0);
    expect(peer.lines).toEqual([
      "bind status=0",
      "submit status=0 message_id=1",
      expect.stringMatching(
        /^deliver cmd=0x5 esm_class=4 id:1 sub:001 dlvrd:001 .* stat:DELIVRD err:000 text:$/,
      ),
      "enquire status=0",
      "unbind status=0",
    ]);
    expect(submitted).toMatchObject([{ from: OURS, to: HANDSET, report: true }]);
    expect(textOf(submitted)).toBe("飞聊");
  });

  test("is denied with the wrong password", async () => {
    const { server } = await ourSmsc();
    endings.push(() => server.close());
    const peer = started("esme.pl", String(server.port), "wrong");
    await peer.ended;
    expect(peer.lines).toEqual(["bind status=14"]);
  });
});
