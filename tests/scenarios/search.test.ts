import { expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { CallInput, ConversationId, MessageChange } from "@feiliao/protocol";
import { type Clock, systemClock } from "@feiliao/server/platform/clock";
import { newId, systemRandom } from "@feiliao/server/platform/random";
import { converse, type Device, type Person, story, until } from "@feiliao/testkit";

let messages = 0;
const write = (device: Device, conversation_id: ConversationId, text: string) =>
  device.call("message/send", {
    conversation_id,
    client_id: `key ${++messages}`,
    content: { type: "text", text },
  });

const change = (device: Device, conversation_id: ConversationId, what: MessageChange) =>
  device.call("message/change", { conversation_id, client_id: `key ${++messages}`, change: what });

const search = (device: Device, query: string, more: Partial<CallInput<"search/query">> = {}) =>
  device.call("search/query", { query, ...more });

/** The marked parts of what was found, once something was. */
const found = (device: Device, query: string, more: Partial<CallInput<"search/query">> = {}) =>
  until(`${query} is found`, async () => {
    const { hits } = await search(device, query, more);
    return hits.length > 0 && hits.map(({ text, highlights }) => marked(text, highlights));
  });

function marked(text: string, highlights: readonly { start: number; end: number }[]): string {
  return highlights.reduceRight(
    (shown, { start, end }) => `${shown.slice(0, start)}[${shown.slice(start, end)}]${shown.slice(end)}`,
    text,
  );
}

test("SE1 SE4 two characters find a message on both sides, simplified finds traditional, and what was found is marked", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    await write(alice.device, conversation_id, "会议改到三点");
    await write(bob.device, conversation_id, "會議室在三樓");
    expect(await found(alice.device, "三点")).toEqual(["会议改到[三点]"]);
    expect(await found(bob.device, "三楼")).toEqual(["會議室在[三樓]"]);
    expect(await found(bob.device, "会议")).toEqual(["[會議]室在三樓", "[会议]改到三点"]);
    expect(await search(bob.device, "四点")).toEqual({ hits: [], next: null, complete: true });
    expect(await search(bob.device, " ?! ")).toEqual({ hits: [], next: null, complete: true });
  });
});

test("SE6 a hit says where it is, who wrote it and when", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    await write(alice.device, conversation_id, "hello");
    const ack = await write(bob.device, conversation_id, `${"many words ".repeat(50)}Meetings`);
    await found(alice.device, "meet");
    const { hits } = await search(alice.device, "meet");
    expect(hits).toMatchObject([
      {
        conversation_id,
        seq: 2,
        sender: bob.device.account_id,
        server_time: ack.server_time,
        kind: "message",
      },
    ]);
    expect(hits[0]!.text).toStartWith("…");
    expect(marked(hits[0]!.text, hits[0]!.highlights)).toEndWith("[Meet]ings");
  });
});

test("SE7 nobody finds what was written among others, nor may they ask for it", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const among_others = await converse(alice, bob);
    const own = await converse(alice, carol);
    await write(alice.device, among_others, "the secret word");
    await write(alice.device, own, "the word");
    await found(alice.device, "secret");
    expect(await found(carol.device, "word")).toEqual(["the [word]"]);
    expect((await search(carol.device, "secret")).hits).toEqual([]);
    const asked = search(carol.device, "secret", { conversation_id: among_others });
    await expect(asked).rejects.toMatchObject({ code: "not_found" });
    const unknown = newId<ConversationId>("conversation", systemRandom);
    await expect(search(carol.device, "word", { conversation_id: unknown })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

test("SE2 what is found comes page by page, the newest first, from all conversations or from one", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const direct = await converse(alice, bob);
    const group = await groupOf([alice, bob, carol]);
    for (let number = 1; number <= 9; number++) {
      await write(bob.device, number % 3 === 0 ? group : direct, `第${number}条消息`);
    }
    await found(alice.device, "第9条");
    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof search>> = await search(alice.device, "消息", {
        limit: 4,
        ...(cursor !== null && { cursor }),
      });
      all.push(...page.hits.map(({ text }) => text));
      cursor = page.next;
    } while (cursor !== null);
    expect(all.toSorted()).toEqual(Array.from({ length: 9 }, (_, index) => `第${index + 1}条消息`));
    const { hits } = await search(alice.device, "消息", { conversation_id: group });
    expect(hits.map(({ text }) => text)).toEqual(["第9条消息", "第6条消息", "第3条消息"]);
    expect((await search(carol.device, "消息")).hits).toHaveLength(3);
    const refused = search(alice.device, "消息", { cursor: "of another server" });
    await expect(refused).rejects.toMatchObject({ code: "bad_request" });
  });
});

test("SE3 an edited message is found by its new words only; a recalled one is found by none", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    await write(alice.device, conversation_id, "会议改到三点");
    await write(alice.device, conversation_id, "会议取消");
    expect(await found(bob.device, "会议")).toHaveLength(2);
    await change(alice.device, conversation_id, { type: "edit", target: 1, text: "会议改到四点" });
    await change(alice.device, conversation_id, { type: "recall", target: 2 });
    expect(await found(bob.device, "四点")).toEqual(["会议改到[四点]"]);
    expect((await search(bob.device, "三点")).hits).toEqual([]);
    expect((await search(bob.device, "取消")).hits).toEqual([]);
    expect((await search(bob.device, "会议")).hits.map(({ seq }) => seq)).toEqual([1]);
  });
});

test("SE3 a message that has disappeared is found no longer", async () => {
  let ahead_ms = 0;
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead_ms };
  await story(
    { alice: 1, bob: 1 },
    async ({ alice, bob }) => {
      const conversation_id = await converse(alice, bob);
      await alice.device.call("group/set", { conversation_id, client_id: "fades", disappear_after_s: 3_600 });
      await write(alice.device, conversation_id, "会议改到三点");
      await found(bob.device, "三点");
      ahead_ms = 2 * 3_600_000;
      await until("it is gone", async () => (await search(bob.device, "三点")).hits.length === 0);
    },
    { overrides: { clock } },
  );
});

test("SE7 who has left finds nothing any more; who joins finds what they may read", async () => {
  await story({ alice: 1, bob: 1, carol: 1, dan: 1 }, async ({ alice, bob, carol, dan }) => {
    const group = await groupOf([alice, bob, carol]);
    await alice.device.call("group/set", {
      conversation_id: group,
      client_id: "nothing from before",
      settings: { history_for_new: false },
    });
    await write(alice.device, group, "the first rehearsal");
    await found(carol.device, "rehearsal");
    await carol.device.call("group/leave", { conversation_id: group, client_id: "bye" });
    expect((await search(carol.device, "rehearsal")).hits).toEqual([]);
    const asked = search(carol.device, "rehearsal", { conversation_id: group });
    await expect(asked).rejects.toMatchObject({ code: "not_found" });

    await converse(alice, dan);
    await converse(dan, alice);
    await alice.device.call("group/add", {
      conversation_id: group,
      client_id: "dan",
      account_ids: [dan.device.account_id],
    });
    await write(alice.device, group, "the second rehearsal");
    expect(await found(dan.device, "rehearsal")).toEqual(["the second [rehearsal]"]);
    expect(await found(bob.device, "second")).toHaveLength(1);
    expect((await search(bob.device, "rehearsal")).hits).toHaveLength(2);
  });
});

test("SE4 SE5 after a restart everything is found as before, also when the index was lost", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
    const conversation_id = await converse(alice, bob);
    await write(alice.device, conversation_id, "会议改到三点");
    await found(alice.device, "三点");
    await server.restart();
    expect((await alice.device.post("search/query", { query: "三点" })).hits).toHaveLength(1);
    await server.restart(async () => {
      for (const suffix of ["", "-wal", "-shm"])
        rmSync(join(server.data_folder, `search.sqlite${suffix}`), { force: true });
    });
    const complete = await until("the index is complete", async () => {
      const answer = await alice.device.post("search/query", { query: "三点" });
      return answer.complete && answer;
    });
    expect(complete.hits).toHaveLength(1);
  });
});

/** A group that Alice makes with the others, who have all opened their conversations with each other. */
async function groupOf([owner, ...others]: readonly [Person, ...Person[]]): Promise<ConversationId> {
  for (const other of others) {
    await converse(owner, other);
    await converse(other, owner);
  }
  const { conversation_id, added } = await owner.device.call("group/create", {
    client_id: "the group",
    kind: "group",
    title: "Choir",
    account_ids: others.map(({ device }) => device.account_id),
  });
  expect(added).toHaveLength(others.length);
  return conversation_id;
}
