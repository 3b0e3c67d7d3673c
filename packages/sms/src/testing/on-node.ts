// Run by node.test.ts on Node: both roles of SMPP in one process. Prints what came of it.
import { smppClient, smppServer, systemClock, systemRandom } from "../index.ts";
import { segment } from "../text/index.ts";

const server = await smppServer({ port: 0, clock: systemClock });
server.onLogin(() => ({ secret: "secret12" }));
server.onSubmit(async ({ to, message_id }, { system_id }) => {
  const report = { message_id, to, state: "delivered", code: "", reason: null, at_ms: null } as const;
  setImmediate(() => void server.report(system_id, report));
  return { outcome: "accepted", message_id };
});

const address = { host: "127.0.0.1", port: server.port };
const login = { system_id: "node", password: "secret12" };
const client = smppClient({ ...address, ...login, clock: systemClock, random: systemRandom });
const up = new Promise<void>((resolve) => client.onState((state) => state === "up" && resolve()));
const reported = new Promise<string>((resolve) => client.onReport(async ({ state }) => resolve(state)));
await up;
const [hello] = segment("飞聊", { gsm7: true, ref: 1 });
const part = { from: "1069", to: "8613800138000", segment: hello!, report: true };
const { outcome } = await client.submit(part);
console.log(`node ${outcome} ${await reported}`);
await client.close();
await server.close();
