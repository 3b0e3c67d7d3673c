import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GammuLink } from "@feiliao/server/links/sms/gammu/gammu-link";
import type { IncomingSms, Sms } from "@feiliao/server/links/sms/sms-link";
import { silentLogger } from "@feiliao/server/platform/logger";
import { systemClock, systemRandom } from "@feiliao/sms";
import { type Program, startProgram } from "@feiliao/testkit/servers/program";
import { temporaryFolder } from "@feiliao/testkit/servers/temporary-folder";
import { until } from "@feiliao/testkit/until";

const HANDSET = "+8613911112222";
const SMS: Sms = {
  ...{ to: "+8613800138000", extension: "", template_id: "chat", parameters: {}, text: "飞聊 😀 {ok}" },
  valid_ms: 3_600_000,
};

const folder = temporaryFolder("gammu");
const at = (name: string) => join(folder.path, name);
const folders = { outbox: at("outbox"), sent: at("sent"), error: at("error"), inbox: at("inbox") };
const incoming: IncomingSms[] = [];
let smsd: Program;
let link: GammuLink;

beforeAll(async () => {
  for (const each of [...Object.values(folders), at("phone")]) mkdirSync(each);
  writeFileSync(at("gammurc"), configuration());
  smsd = await startProgram({
    ...{ argv: ["/usr/bin/gammu-smsd", "-c", "gammurc"], folder: folder.path, name: "gammu-smsd" },
    answers: () => log().includes("Starting phone communication"),
  });
  link = new GammuLink({
    ...{ id: "modem", folders, clock: systemClock, random: systemRandom, logger: silentLogger },
    capabilities: {
      ...{ number: "13800000000", extension_digits_max: 0, free_text: true, gsm7: true },
      ...{ signature: null, reports: false, incoming: true },
    },
    poll_interval_ms: 100,
  });
  link.onIncoming(async (sms) => void incoming.push(sms));
  await until("the link is up", () => link.state === "up");
});

afterAll(async () => {
  await link.close();
  await smsd.stop();
  folder.remove();
});

describe("gammu-smsd with its file-backed phone", () => {
  test("sends a text as it was given", async () => {
    expect(await link.send(SMS)).toMatchObject({ outcome: "accepted" });
    expect(log()).toContain(`Found 1 sms to "${SMS.to}" with text "${SMS.text}"`);
  });

  test("sends a long text in its parts, which is one SMS to us", async () => {
    const outcome = await link.send({ ...SMS, text: "一二三四五六七八九十".repeat(15) });
    expect(outcome).toMatchObject({ outcome: "accepted", carrier_message_ids: [expect.any(String)] });
    expect(log()).toContain(`(total: 3) to ${SMS.to}`);
  });

  test("hands over what a handset wrote, and nothing stays in the folders", async () => {
    receive("退订 TD");
    const sms = await until("it is there", () => incoming[0]);
    expect(sms).toMatchObject({ from: HANDSET, to: "13800000000", text: "退订 TD", incomplete: false });
    const left = () => Object.values(folders).flatMap((each) => readdirSync(each));
    await until("the folders are empty", () => left().length === 0);
  });
});

/** A handset's SMS arrives at the phone. */
function receive(text: string): void {
  const argv = [
    "-c",
    at("gammurc"),
    "--savesms",
    "TEXT",
    "-folder",
    "1",
    "-unread",
    "-sender",
    HANDSET,
    "-unicode",
  ];
  const { status, stderr } = spawnSync("/usr/bin/gammu", argv, { input: text, timeout: 10_000 });
  if (status !== 0) throw new Error(`gammu could not save an SMS: ${stderr}`);
}

function log(): string {
  try {
    return readFileSync(at("smsd.log"), "utf8");
  } catch {
    return "";
  }
}

function configuration(): string {
  return `[gammu]
model = dummy
connection = none
device = ${at("phone")}
gammucoding = utf8

[smsd]
service = files
logfile = ${at("smsd.log")}
debuglevel = 1
inboxpath = ${folders.inbox}/
outboxpath = ${folders.outbox}/
sentsmspath = ${folders.sent}/
errorsmspath = ${folders.error}/
inboxformat = unicode
transmitformat = auto
maxretries = 1
commtimeout = 1
sendtimeout = 2
receivefrequency = 1
loopsleep = 1
checksecurity = 0
`;
}
