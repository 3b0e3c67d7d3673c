import { cmppClient, cmppServer, systemClock, systemRandom } from "@feiliao/sms";
import { converse } from "./conversation.ts";

const ismg = await cmppServer({ port: 0, clock: systemClock });
ismg.onLogin(() => ({ secret: "secret" }));

const sp = cmppClient({
  host: "127.0.0.1",
  port: ismg.port,
  system_id: "901234", // 企业代码
  password: "secret", // goes over the line as a digest only
  service_id: "FEILIAO", // 业务代码
  version: 0x30, // a gateway that only knows 2.0 is asked again with that
  clock: systemClock,
  random: systemRandom,
});
await converse(sp, ismg);
