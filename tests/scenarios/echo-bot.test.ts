import { expect, test } from "bun:test";
import { join } from "node:path";
import { codeOn, converse, PEOPLE, type Person, story, until } from "@feiliao/testkit";

const BOT = join(import.meta.dir, "../../examples/echo-bot.mjs");

/** Starts the example as its reader would, and types the code when it asks for it. */
async function startBot(runtime: string, url: string, number: string) {
  const bot = Bun.spawn([runtime, BOT, number, url], { stdin: "pipe", stdout: "pipe", stderr: "ignore" });
  let said = "";
  const reading = (async () => {
    for await (const part of bot.stdout) said += new TextDecoder().decode(part);
  })();
  await until("the question for the code", () => said.includes("code that"));
  bot.stdin.write(`${await codeOn(url, number)}\n`);
  await bot.stdin.flush();
  await until("the bot listens", () => said.includes("listening"));
  return {
    async stop() {
      bot.kill();
      await bot.exited;
      await reading;
    },
  };
}

for (const runtime of ["node", process.execPath]) {
  const name = runtime === "node" ? "Node" : "Bun";
  test(`the echo bot on the SDK answers under ${name}`, async () => {
    await story({ alice: 1 }, async ({ alice, server }) => {
      const { number } = PEOPLE.bob;
      const bot = await startBot(runtime, server.url, number);
      try {
        await talkTo(alice, `tel:${number}`);
      } finally {
        await bot.stop();
      }
    });
  });
}

async function talkTo(alice: Person, address: `tel:${string}`): Promise<void> {
  const conversation_id = await converse(alice, { address });
  for (const text of ["你好", "second"]) {
    await alice.device.call("message/send", {
      conversation_id,
      client_id: text,
      content: { type: "text", text },
    });
    const { entry } = await alice.device.event("entry", (event) => {
      return event.entry.content.type === "text" && event.entry.content.text === `${text}!`;
    });
    expect(entry.sender).not.toBe(alice.device.account_id);
  }
  await alice.device.event(
    "members",
    ({ members }) => members[0]!.read >= 2 && members[0]!.name === "Echo 回声",
  );
}
