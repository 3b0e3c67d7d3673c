import { expect, test } from "bun:test";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FeiliaoClient, MessageView } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { PEOPLE, type TestServer, until } from "@feiliao/testkit";
import { type App, appStory, texts } from "./client-app.ts";

interface Backup {
  /** Stops the server, copies its data and goes on. */
  take(): Promise<void>;
  /** Puts the copy in the place of the data. */
  restore(): Promise<void>;
}

/** Two friends whose server can go back to what it was. */
async function restoreStory(
  act: (cast: {
    alice: App;
    bob: App;
    server: TestServer;
    backup: Backup;
    conversation_id: ConversationId;
  }) => Promise<void>,
): Promise<void> {
  const copy = await mkdtemp(join(tmpdir(), "feiliao-backup-"));
  try {
    await appStory(["alice", "bob"], async ({ alice, bob, server }) => {
      const conversation_id = await alice.client.openConversation(`tel:${PEOPLE.bob.number}`);
      await say(alice, conversation_id, "before the backup");
      await until("Bob has it", () => bob.client.conversation(conversation_id)?.last);
      const { data_folder } = server;
      const replace = async (from: string, to: string) => {
        await rm(to, { recursive: true });
        await cp(from, to, { recursive: true });
      };
      await act({
        alice,
        bob,
        server,
        conversation_id,
        backup: {
          take: () => server.restart(() => replace(data_folder, copy)),
          restore: () => server.restart(() => replace(copy, data_folder)),
        },
      });
    });
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function say({ client }: App, conversation_id: ConversationId, text: string): Promise<void> {
  const key = await client.sendText(conversation_id, text);
  await logged(client, conversation_id, key);
}

function logged(client: FeiliaoClient, conversation_id: ConversationId, key: string): Promise<MessageView> {
  const timeline = client.timeline(conversation_id);
  return until("it is in the log", () =>
    timeline.messages.find((message) => message.key === key && message.seq !== null),
  ).finally(() => timeline.close());
}

const told = ({ events }: App) => events.filter(({ type }) => type === "messages_lost");
const lost = ({ client }: App, id: ConversationId) =>
  client.lostMessages(id).map(({ content }) => content.type === "text" && content.text);

test("D10 SY3 a new epoch of a log that lost nothing is taken over without a word", async () => {
  await restoreStory(async ({ alice, bob, server, conversation_id }) => {
    for (let index = 0; index < 30; index++) await say(bob, conversation_id, `message ${index}`);
    const timeline = await alice.timeline(conversation_id);
    await until("all of them", () => timeline.messages.length === 31);
    const before = texts(timeline);
    await server.server.store.bumpEpoch();
    await server.restart();
    await alice.goOnline();
    await say(bob, conversation_id, "after it");
    await until("the new one", () => texts(timeline).at(-1) === "after it");
    await until("the older ones", async () => (await timeline.loadOlder()) === false);
    expect(texts(timeline)).toEqual([...before, "after it"]);
    expect(told(alice)).toEqual([]);
    expect(alice.client.conversation(conversation_id)!.lost).toBe(0);
  });
});

for (const restored of [
  "with a new epoch",
  "as if nothing had happened, and the log has grown past it since",
]) {
  test(`D10 SY3 what a server lost that was restored ${restored} is kept and told of, and nothing is mixed`, async () => {
    await restoreStory(async ({ alice, bob, server, backup, conversation_id }) => {
      await backup.take();
      await Promise.all([alice.online(), bob.online()]);
      await say(alice, conversation_id, "Alice's, lost");
      await say(bob, conversation_id, "Bob's, lost");
      await until("Bob's", () => alice.client.conversation(conversation_id)!.last?.mine === false);
      alice.network.down();
      await bob.goOfflineAndReload();
      await backup.restore();
      if (restored === "with a new epoch") {
        await server.server.store.bumpEpoch();
        await server.restart();
      }
      await bob.goOnline();
      await until("Bob is told", () => told(bob).length === 1);
      expect(lost(bob, conversation_id)).toEqual(["Alice's, lost", "Bob's, lost"]);
      for (let index = 0; index < 40; index++) await say(bob, conversation_id, `new ${index}`);

      await alice.goOnline();
      await until("Alice is told", () => told(alice).length === 1);
      expect(told(alice)).toEqual([{ type: "messages_lost", conversation_id, messages: 2 }]);
      expect(lost(alice, conversation_id)).toEqual(["Alice's, lost", "Bob's, lost"]);
      const timeline = await alice.timeline(conversation_id);
      await until("the whole log", async () => {
        await timeline.loadOlder();
        return timeline.complete;
      });
      expect(texts(timeline)).toEqual([
        "before the backup",
        ...Array.from({ length: 40 }, (_, index) => `new ${index}`),
      ]);

      await alice.reload();
      expect(lost(alice, conversation_id)).toEqual(["Alice's, lost", "Bob's, lost"]);
    });
  });
}

test("D10 OB9 a lost message is sent again by its writer, once, and is lost no more", async () => {
  await restoreStory(async ({ alice, bob, backup, conversation_id }) => {
    await backup.take();
    await Promise.all([alice.online(), bob.online()]);
    await say(alice, conversation_id, "say it twice");
    await until("Bob has it", () => bob.client.conversation(conversation_id)!.last?.seq === 2);
    alice.network.down();
    bob.network.down();
    await backup.restore();
    await Promise.all([alice.goOnline(), bob.goOnline()]);
    await until("both are told", () => told(alice).length === 1 && told(bob).length === 1);
    const [message] = alice.client.lostMessages(conversation_id);
    expect(message).toMatchObject({ state: "lost", seq: null, mine: true });
    await bob.client.sendAgain(bob.client.lostMessages(conversation_id)[0]!); // not his to send
    await Promise.all([alice.client.sendAgain(message!), alice.client.sendAgain(message!)]);
    await logged(alice.client, conversation_id, message!.key);
    await until("nobody misses it", () =>
      [alice, bob].every(({ client }) => client.conversation(conversation_id)!.lost === 0),
    );
    const timeline = await bob.timeline(conversation_id);
    expect(texts(timeline)).toEqual(["before the backup", "say it twice"]);
    expect(alice.client.lostMessages(conversation_id)).toEqual([]);
  });
});

test("D10 SY3 a conversation that the server does not know any more keeps its messages on the device", async () => {
  await restoreStory(async ({ alice, server, backup }) => {
    await backup.take();
    await alice.online();
    const conversation_id = await alice.client.openConversation(`tel:${PEOPLE.carol.number}`);
    await say(alice, conversation_id, "to Carol");
    alice.network.down();
    await backup.restore();
    await server.server.store.bumpEpoch();
    await server.restart();
    await alice.goOnline();
    await until("Alice is told", () => told(alice).length === 1);
    expect(lost(alice, conversation_id)).toEqual(["to Carol"]);
    const listed = () => alice.client.conversations.map((conversation) => conversation.conversation_id);
    expect(listed()).toContain(conversation_id);
    await alice.client.forgetLost(conversation_id);
    expect(listed()).not.toContain(conversation_id);
  });
});
