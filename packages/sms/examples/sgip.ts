import { sgipClient, sgipServer, systemClock, systemRandom } from "@feiliao/sms";
import { converse } from "./conversation.ts";

const surroundings = { clock: systemClock, random: systemRandom };
const smg = await sgipServer({ port: 0, ...surroundings });
// The SMG dials the SP back to hand over reports and messages.
smg.onLogin(() => ({ secret: "secret", dial_back: { host: "127.0.0.1", port: sp.port } }));

const sp = await sgipClient({
  host: "127.0.0.1",
  port: smg.port,
  system_id: "feiliao",
  password: "secret",
  corp_id: "12345", // 企业代码
  node_id: 3_010_012_345, // 3, area code, 企业代码
  dial_back: { port: 0 },
  ...surroundings,
});
await converse(sp, smg);
