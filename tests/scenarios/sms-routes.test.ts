import { expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import type { LinkTerms } from "@feiliao/server/links/sms/link-pool";
import { type ScriptedLink, scripted } from "@feiliao/server/links/sms/testing/scripted-link";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import { Device, PEOPLE, post, startTestServer, until } from "@feiliao/testkit";

/** Five seconds before the night ends in Shanghai. */
const DAWN = Date.parse("2026-03-02T07:59:55+08:00");
const BOB = PEOPLE.bob.number;

interface Scene {
  alice: Device;
  /** With Bob, who has a number and no app. */
  conversation_id: ConversationId;
  /** In the order of the configuration; each reaches everybody in the mainland. */
  links: readonly ScriptedLink[];
  clock: VirtualClock;
  url: string;
}

async function withLinks(terms: readonly Partial<LinkTerms>[], act: (scene: Scene) => Promise<void>) {
  const clock = new VirtualClock();
  clock.advance(DAWN - clock.now());
  const links: ScriptedLink[] = [];
  const serves = ["china_mobile", "china_unicom", "china_telecom"] as const;
  const definitions = terms.map((each, index) => scripted(`link-${index}`, links, { serves, ...each }));
  const server = await startTestServer({ simulator: false }, { clock, links: definitions });
  const { url } = server;
  const devices: Device[] = [];
  async function signUp(number: string): Promise<Device> {
    const { verification_id } = await post(url, "verification/start", { number });
    const sms = await until("the code", () =>
      links.flatMap(({ sent }) => sent).find(({ to, parameters }) => to === number && parameters.code),
    );
    const identity = await post(url, "verification/check", {
      ...{ verification_id, code: sms.parameters.code!, device_name: "phone" },
    });
    const device = await new Device(url, identity).connect();
    devices.push(device);
    return device;
  }
  try {
    const alice = await signUp(PEOPLE.alice.number);
    const { conversation_id } = await alice.post("conversation/open", { address: `tel:${BOB}` });
    await act({ alice, conversation_id, links, clock, url });
  } finally {
    for (const device of devices) device.disconnect();
    await server.close();
  }
}

let keys = 0;
async function write({ alice, conversation_id }: Scene, text: string, at_night: "now" | "wait" = "now") {
  const content = { type: "text", text } as const;
  const sms = { fen_max: 5, at_night };
  const { seq } = await alice.post("message/send", {
    ...{ conversation_id, client_id: `routed ${keys++}`, content, sms },
  });
  return seq;
}

async function progressOf({ alice, conversation_id }: Scene, seq: number) {
  const { recipients } = await alice.post("sms/info", { conversation_id, seq });
  return recipients[0]?.progress;
}

/** Until something is so, while time goes on by the second. */
function untilLater<Found>(clock: VirtualClock, what: string, find: () => Found | Promise<Found>) {
  return until(what, () => {
    clock.advance(1_000);
    return find();
  });
}

/** The other person of a direct conversation. */
async function peerOf(device: Device, conversation_id: ConversationId) {
  const { members } = await device.post("group/members", { conversation_id });
  return members.find(({ account_id }) => account_id !== device.account_id)!.account_id;
}

const toBob = (link: ScriptedLink | undefined) => link!.sent.filter(({ to }) => to === BOB);

test("SR1 what waits for a link that went down goes by another one of the same node, once", async () => {
  await withLinks([{}, {}], async (scene) => {
    const { links, clock } = scene;
    await write(scene, "早安", "wait");
    await write(scene, "看到了吗", "wait");
    await until("they wait", async () => (await progressOf(scene, 2))?.state === "queued");
    links[0]!.become("down");
    await untilLater(clock, "both by the other link", () => toBob(links[1]).length === 2);
    await until("Alice is told", async () => (await progressOf(scene, 2))?.state === "sent");
    expect(toBob(links[0])).toEqual([]);
  });
});

test("SR2 to whom no link leads, nothing waits: it has failed at once, for want of a route", async () => {
  await withLinks([{}], async ({ alice, links, conversation_id, clock }) => {
    const far = await alice.post("conversation/open", { address: `tel:${PEOPLE.frank.number}` });
    const { conversation_id: group } = await alice.post("group/create", {
      ...{ client_id: "both", kind: "group", title: "both" },
      account_ids: [await peerOf(alice, conversation_id), await peerOf(alice, far.conversation_id)],
    });
    const content = { type: "text", text: "大家好" } as const;
    const { seq } = await alice.post("message/send", {
      ...{ conversation_id: group, client_id: "to both", content, sms: { fen_max: 10 } },
    });
    const states = await untilLater(clock, "both are over", async () => {
      const { recipients } = await alice.post("sms/info", { conversation_id: group, seq });
      const reasons = recipients.map(({ progress }) => progress.reason ?? progress.state);
      return reasons.length === 2 && !reasons.includes("queued") ? reasons : undefined;
    });
    expect(states.toSorted()).toEqual(["no_route", "sent"]);
    expect(toBob(links[0]).length).toBe(1);
  });
});

test("SR3 a link is never given more at once than was agreed, however much waits", async () => {
  const outstanding_max = 4;
  await withLinks([{ outstanding_max, throughput_per_s: 1_000 }], async ({ alice, links, clock }) => {
    const [link] = links as [ScriptedLink];
    const before = link.sent.length;
    const answers: (() => void)[] = [];
    link.answer = ({ to }) =>
      new Promise((resolve) =>
        answers.push(() => resolve({ outcome: "accepted", carrier_message_ids: [`to ${to}`] })),
      );
    let outstanding_seen = 0;
    for (let person = 0; person < 12; person++) {
      const address = `tel:+86139001390${10 + person}` as const;
      const { conversation_id } = await alice.post("conversation/open", { address });
      const content = { type: "text", text: "新年好" } as const;
      const sms = { fen_max: 5, at_night: "wait" } as const;
      await alice.post("message/send", { conversation_id, client_id: `to ${person}`, content, sms });
    }
    await untilLater(clock, "the first have gone", () => answers.length > 0);
    await until("all have gone", () => {
      outstanding_seen = Math.max(outstanding_seen, answers.length);
      for (const answer of answers.splice(0)) answer();
      return link.sent.length - before === 12;
    });
    expect(outstanding_seen).toBe(outstanding_max);
  });
});

test("SR4 a code goes before everything that waits for the same link", async () => {
  await withLinks([{ outstanding_max: 1, throughput_per_s: 1_000 }], async ({ alice, links, url }) => {
    const [link] = links as [ScriptedLink];
    const before = link.sent.length;
    const answers: (() => void)[] = [];
    link.answer = ({ to }) =>
      new Promise((resolve) =>
        answers.push(() => resolve({ outcome: "accepted", carrier_message_ids: [`to ${to}`] })),
      );
    for (let person = 0; person < 30; person++) {
      const address = `tel:+86139001390${10 + person}` as const;
      const { conversation_id } = await alice.post("conversation/open", { address });
      const content = { type: "text", text: "新年好" } as const;
      const sms = { fen_max: 5 };
      await alice.post("message/send", { conversation_id, client_id: `to ${person}`, content, sms });
    }
    await until("the first is on its way", () => answers.length === 1);
    await post(url, "verification/start", { number: PEOPLE.carol.number });
    await until("they go one after the other", () => {
      answers.shift()?.();
      return link.sent.length - before === 31;
    });
    const place = link.sent.slice(before).findIndex(({ to }) => to === PEOPLE.carol.number);
    expect(place).toBeWithin(1, 30);
  });
});

test("SR5 the price that was agreed to is for those who get the SMS: who has opted out takes nothing of it", async () => {
  await withLinks([{}], async (scene) => {
    const { alice, conversation_id, links } = scene;
    const [link] = links as [ScriptedLink];
    const other = await alice.post("conversation/open", { address: "tel:+8613900139010" });
    const people = [await peerOf(alice, conversation_id), await peerOf(alice, other.conversation_id)];
    const { conversation_id: group } = await alice.post("group/create", {
      ...{ client_id: "both", kind: "group", title: "both", account_ids: people },
    });
    await link.write({
      ...{ carrier_message_id: "1", from: "+8613900139010", to: "10690013800", text: "TD" },
      ...{ incomplete: false, at: 0 },
    });
    const content = { type: "text", text: "大家好" } as const;
    const { seq } = await alice.post("message/send", {
      ...{ conversation_id: group, client_id: "to both", content, sms: { fen_max: 5 } },
    });
    const reasons = await until("both are over", async () => {
      const { recipients } = await alice.post("sms/info", { conversation_id: group, seq });
      const found = recipients.map(({ progress }) => progress.reason ?? progress.state);
      return found.length === 2 && !found.includes("queued") ? found : undefined;
    });
    expect(reasons.toSorted()).toEqual(["opted_out", "sent"]);
  });
});
