import { smppClient, smppServer, systemClock, systemRandom } from "@feiliao/sms";
import { converse } from "./conversation.ts";

const smsc = await smppServer({ port: 0, clock: systemClock });
smsc.onLogin(({ system_id }) => (system_id === "feiliao" ? { secret: "secret" } : null));

const esme = smppClient({
  host: "127.0.0.1",
  port: smsc.port,
  system_id: "feiliao",
  password: "secret",
  clock: systemClock,
  random: systemRandom,
});
await converse(esme, smsc);
