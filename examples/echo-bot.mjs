// Says back whatever it is told. Runs under Node and Bun:
//   node examples/echo-bot.mjs +8613800138005 [http://localhost:8080]
import { createInterface } from "node:readline/promises";
import { createClient } from "@feiliao/client";

const [number, url = "http://localhost:8080"] = process.argv.slice(2);
const client = createClient({ url });
await client.start();

const { verification_id } = await client.startVerification(number, "en");
const terminal = createInterface({ input: process.stdin, output: process.stdout });
const code = await terminal.question(`The code that ${number} received: `);
terminal.close();
await client.checkVerification({ verification_id, code: code.trim(), device_name: "echo bot" });
await client.setProfile({ name: "Echo 回声" });
console.log("listening");

client.on(async (event) => {
  if (event.type !== "message") return;
  const { conversation_id, seq, content } = event.message;
  client.markRead(conversation_id, seq);
  if (content.type === "text") await client.sendText(conversation_id, `${content.text}!`);
});
