import type { ConversationId } from "@feiliao/protocol";
import { Device, signUp } from "@feiliao/testkit";
import { auditRun } from "../audit/audit-run.ts";
import type { Finding } from "../audit/finding.ts";
import { EMPTY_HISTORY, type Send } from "../audit/history.ts";
import { dataFolder } from "../audit/open-data-folder.ts";
import type { Fault } from "../harness/fault.ts";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import { conclude } from "../harness/outcome.ts";
import { attempt, text } from "../workload/attempt.ts";
import { importPeople } from "../workload/people.ts";
import { pictureOf } from "../workload/upload.ts";

const NO_SUCH_FILE = `blb_${"A".repeat(43)}` as const;

/** Who tries, and where: a key belongs to an account and a conversation. */
interface Cast {
  phone: Device;
  laptop: Device;
  friend: Device;
  here: ConversationId;
  elsewhere: ConversationId;
}

type Expected = "acknowledged" | "idempotency_conflict";

/** One way to use a key again; yields what each send should come to. */
type Reuse = (cast: Cast, client_id: string) => Promise<[Send, Expected][]>;

const otherWords: Reuse = async ({ phone, laptop, here: conversation_id }, client_id) => {
  const first = await attempt(phone, { conversation_id, client_id, content: text("the first") });
  const other = await attempt(laptop, { conversation_id, client_id, content: text("another") });
  const again = await attempt(laptop, { conversation_id, client_id, content: text("the first") });
  return [
    [first, "acknowledged"],
    [other, "idempotency_conflict"],
    [again, "acknowledged"],
  ];
};

const otherKind: Reuse = async ({ phone, here: conversation_id }, client_id) => {
  const picture = await phone.post("media/start", { sha256: NO_SUCH_FILE.slice(4), size: 1 });
  const first = await attempt(phone, { conversation_id, client_id, content: text(picture.upload_id) });
  const content = pictureOf(NO_SUCH_FILE, 1);
  return [
    [first, "acknowledged"],
    [await attempt(phone, { conversation_id, client_id, content }), "idempotency_conflict"],
  ];
};

const atOnce: Reuse = async ({ phone, laptop, here: conversation_id }, client_id) => {
  const tries = [phone, laptop, phone, laptop].map((device, index) =>
    attempt(device, { conversation_id, client_id, content: text(index < 2 ? `${index}` : "third") }),
  );
  const sends = await Promise.all(tries);
  const winner = sends.find(({ outcome }) => outcome.type === "acknowledged")?.content;
  return sends.map((send) => [send, send.content === winner ? "acknowledged" : "idempotency_conflict"]);
};

/** Another conversation, or another person, has keys of its own. */
const otherPlace: Reuse = async ({ phone, friend, here, elsewhere }, client_id) => {
  const content = text("the same words");
  return [
    [await attempt(phone, { conversation_id: here, client_id, content }), "acknowledged"],
    [await attempt(phone, { conversation_id: elsewhere, client_id, content }), "acknowledged"],
    [await attempt(friend, { conversation_id: here, client_id, content: text("mine") }), "acknowledged"],
    [
      await attempt(phone, { conversation_id: elsewhere, client_id, content: text("x") }),
      "idempotency_conflict",
    ],
  ];
};

export const keyReuse: Fault = {
  id: "F22",
  title: "a key that is used again for something else is refused, and nothing is written",
  rules: "D2, D15",
  needs: "node",
  unit: "keys",
  amount: { short: 200, run: 1_000, campaign: 1_000 },
  limit_ms: 60_000,
  async run({ amount, random, folder }) {
    const people = await importPeople(folder, { people: 3, conversations: 2 });
    const node = await NodeUnderTest.start(folder);
    const [alice, bob, carol] = people;
    const laptop = await signUp(node.url, alice!.number, "laptop");
    const cast: Cast = {
      phone: await new Device(node.url, alice!).connect(),
      laptop: await new Device(node.url, laptop).connect(),
      friend: await new Device(node.url, bob!).connect(),
      here: alice!.conversations[bob!.index]!,
      elsewhere: alice!.conversations[carol!.index]!,
    };
    const sends: Send[] = [];
    const findings: Finding[] = [];
    for (let key = 0; key < amount; key++) {
      const reuse = random.pick([otherWords, otherKind, atOnce, otherPlace]);
      for (const [send, expected] of await reuse(cast, `key ${key}`)) {
        sends.push(send);
        const { outcome, client_id } = send;
        const came = outcome.type === "rejected" ? outcome.code : outcome.type;
        if (came === expected) continue;
        findings.push({ rule: "D2", kind: `${came} for ${expected}`, detail: client_id });
      }
    }
    for (const device of [cast.phone, cast.laptop, cast.friend]) device.disconnect();
    await node.stop();
    const readables = [cast.here, cast.elsewhere].map((conversation_id) => ({
      conversation_id,
      reader: alice!.account_id,
    }));
    const report = await auditRun({ ...EMPTY_HISTORY, sends }, dataFolder(folder), readables);
    return conclude(amount, report, { findings: findings.slice(0, 10) });
  },
};
