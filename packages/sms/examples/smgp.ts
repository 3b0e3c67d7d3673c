import { smgpClient, smgpServer, systemClock, systemRandom } from "@feiliao/sms";
import { converse } from "./conversation.ts";

const smgw = await smgpServer({ port: 0, clock: systemClock });
smgw.onLogin(() => ({ secret: "secret" }));

const sp = smgpClient({
  host: "127.0.0.1",
  port: smgw.port,
  system_id: "12345678", // ClientID
  password: "secret", // goes over the line as a digest only
  clock: systemClock,
  random: systemRandom,
});
await converse(sp, smgw);
