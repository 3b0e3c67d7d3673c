import { afterAll, afterEach, expect, test } from "bun:test";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "@feiliao/testkit";
import { systemClock } from "../../../platform/clock.ts";
import { silentLogger } from "../../../platform/logger.ts";
import { systemRandom } from "../../../platform/random.ts";
import { smsLinkContract } from "../sms-link.contract.ts";
import type { IncomingSms, Sms } from "../sms-link.ts";
import { GammuLink } from "./gammu-link.ts";
import type { SpoolFolders } from "./spool.ts";
import { groupInbox, readInboxName } from "./spool-names.ts";
import { decodeSpoolText, encodeSpoolText } from "./spool-text.ts";
import { NUMBERS, SmsdLike, spoolFolders } from "./testing/smsd-like.ts";

const SMS: Sms = {
  ...{ to: NUMBERS.reachable, extension: "", template_id: "chat", parameters: {}, text: "在吗" },
  valid_ms: 3_600_000,
};

const ends: (() => unknown)[] = [];
afterAll(() => {
  for (const end of ends) end();
});
let open: GammuLink | null = null;
afterEach(() => open?.close());

smsLinkContract("gammu-smsd's folders", async () => {
  const { link, folders } = await gammu({ answer_ms: 400 });
  const smsd = new SmsdLike(folders);
  ends.push(() => smsd.stop());
  return {
    link,
    numbers: NUMBERS,
    arrived: (number) => smsd.arrived(number),
    reply: (number, text) => smsd.reply(number, text),
    settle: async () => {},
  };
});

test("GL1 what nobody has sent in time is taken out of the outbox, so that it is not sent later", async () => {
  const { link, folders } = await gammu({ answer_ms: 50 });
  expect(await link.send(SMS)).toEqual({ outcome: "unknown", carrier_message_ids: [] });
  expect(readdirSync(folders.outbox)).toEqual([]);
});

test("GL2 of a long SMS that failed, some parts may have gone out: that is unknown", async () => {
  const { link, folders } = await gammu();
  const smsd = new SmsdLike(folders);
  const outcome = await link.send({ ...SMS, to: NUMBERS.refused, text: "一二三四五六七八九十".repeat(8) });
  smsd.stop();
  expect(outcome).toEqual({ outcome: "unknown", carrier_message_ids: [] });
});

test("GL3 the texts of what was sent are not kept", async () => {
  const { link, folders } = await gammu();
  const smsd = new SmsdLike(folders);
  expect(await link.send(SMS)).toMatchObject({ outcome: "accepted" });
  smsd.stop();
  expect([...readdirSync(folders.sent), ...readdirSync(folders.outbox)]).toEqual([]);
});

test("GL4 parts that the daemon put there together are one SMS, and senders do not mix", () => {
  const names = [
    "IN20260131_080001_00_+8613911112222_01.txt",
    "IN20260131_080001_00_+8613911113333_00.txt",
    "IN20260131_080000_00_+8613911112222_00.txt",
    "IN20260131_080001_00_+8613911113333_01.txt",
    "IN20260131_080009_00_+8613911112222_00.txt",
    "something else.txt",
    "IN20260131_080009_00_+8613911112222_00.bin",
  ];
  const groups = groupInbox(names.map(readInboxName).filter((file) => file !== null));
  expect(groups.map((group) => group.map(({ name }) => name.slice(10, -4)))).toEqual([
    ["_080000_00_+8613911112222_00", "_080001_00_+8613911112222_01"],
    ["_080001_00_+8613911113333_00", "_080001_00_+8613911113333_01"],
    ["_080009_00_+8613911112222_00"],
  ]);
});

test("GL5 a long SMS is joined, with the time its name says, and stays until it is taken", async () => {
  const { link, folders } = await gammu();
  for (const part of [0, 1]) {
    const name = `IN20260131_080000_00_+8613911112222_0${part}.txt`;
    writeFileSync(join(folders.inbox, name), encodeSpoolText(`部分${part}`));
  }
  const heard: IncomingSms[] = [];
  let fails = 2;
  link.onIncoming(async (sms) => {
    if (fails-- > 0) throw new Error("storage_failed");
    heard.push(sms);
  });
  await until("it is taken", () => readdirSync(folders.inbox).length === 0);
  expect(heard).toEqual([
    {
      ...{ carrier_message_id: "IN20260131_080000_00_+8613911112222_00.txt", from: "+8613911112222" },
      ...{ to: "13800000000", text: "部分0部分1", incomplete: false },
      at: new Date(2026, 0, 31, 8, 0, 0).getTime(),
    },
  ]);
});

test("GL6 without its folders it is down, and up again when they are back", async () => {
  const { link, folders } = await gammu();
  rmSync(folders.sent, { recursive: true });
  await until("it is down", () => link.state === "down");
  mkdirSync(folders.sent);
  await until("it is up again", () => link.state === "up");
});

test("GL7 texts are read in both byte orders of UTF-16 and in UTF-8, without what gammu leaves behind them", () => {
  const utf16 = Buffer.from("\ufeff退订 TD😀\0\0", "utf16le");
  expect(decodeSpoolText(utf16)).toBe("退订 TD😀");
  expect(decodeSpoolText(Buffer.from(utf16).swap16())).toBe("退订 TD😀");
  expect(decodeSpoolText(Buffer.from("退订 TD😀"))).toBe("退订 TD😀");
});

test("GL8 a number that is none is no file name", async () => {
  const { link } = await gammu();
  expect(await link.send({ ...SMS, to: "../../etc/passwd" })).toMatchObject({ refusal: "bad_request" });
});

async function gammu(
  options: { answer_ms?: number } = {},
): Promise<{ link: GammuLink; folders: SpoolFolders }> {
  const { folder, folders } = await spoolFolders();
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const link = new GammuLink({
    ...{ id: "modem", folders, clock: systemClock, random: systemRandom, logger: silentLogger },
    capabilities: {
      ...{ number: "13800000000", extension_digits_max: 0, free_text: true, gsm7: true },
      ...{ signature: "飞聊", reports: false, incoming: true },
    },
    ...{ poll_interval_ms: 20, ...options },
  });
  open = link;
  await until("it is up", () => link.state === "up");
  return { link, folders };
}
