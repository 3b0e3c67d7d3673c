import {
  type CarrierClient,
  type CarrierServer,
  type Clock,
  type Random,
  systemClock,
  systemRandom,
  whenUp,
} from "@feiliao/sms";
import { cmppClient, cmppServer } from "@feiliao/sms/cmpp";
import { sgipClient, sgipServer } from "@feiliao/sms/sgip";
import { smgpClient, smgpServer } from "@feiliao/sms/smgp";
import { smppClient, smppServer } from "@feiliao/sms/smpp";
import { decodeText, segment, type TextCoding } from "@feiliao/sms/text";
import { HANDSET, LOGIN, OUR_NUMBER, type SmsCustomer, type SmsStack } from "./stack.ts";

const { system_id, secret } = LOGIN;
const HOST = "127.0.0.1";
const SURROUNDINGS = { host: HOST, clock: systemClock, random: systemRandom };

interface Ends {
  /** Whether it carries the GSM alphabet. */
  gsm7: boolean;
  listen(surroundings: typeof SURROUNDINGS & { port: number }): Promise<CarrierServer>;
  dial(options: DialOptions): CarrierClient | Promise<CarrierClient>;
}

interface DialOptions {
  host: string;
  port: number;
  clock: Clock;
  random: Random;
  system_id: string;
  password: string;
  limits: { window: number };
  /** What only SGIP asks for. */
  corp_id: string;
  node_id: number;
  dial_back: { port: number };
}

export const smpp = stack({ gsm7: true, listen: smppServer, dial: smppClient });
export const cmpp = stack({ gsm7: false, listen: cmppServer, dial: cmppClient });
export const sgip = stack({ gsm7: false, listen: sgipServer, dial: sgipClient });
export const smgp = stack({ gsm7: false, listen: smgpServer, dial: smgpClient });

function stack({ gsm7, listen, dial }: Ends): SmsStack {
  return {
    async serve(dial_back_port) {
      return accept(await listen({ ...SURROUNDINGS, port: 0 }), dial_back_port);
    },
    async connect({ port, window, dial_back_port }) {
      const login = { system_id, password: secret, corp_id: "12345", node_id: 3_010_012_345 };
      const dial_back = { port: dial_back_port };
      return customer(await dial({ ...SURROUNDINGS, ...login, port, dial_back, limits: { window } }), gsm7);
    },
  };
}

function accept(server: CarrierServer, dial_back_port: number): number {
  server.onLogin(() => ({ secret, dial_back: { host: HOST, port: dial_back_port } }));
  server.onSubmit(async ({ message_id, to, report, segment: { coding, user_data } }) => {
    if (decodeText(coding as TextCoding, user_data).length === 0) throw new Error("a text was lost");
    if (report) {
      const delivered = {
        message_id,
        to,
        state: "delivered",
        code: "DELIVRD",
        reason: null,
        at_ms: null,
      } as const;
      setImmediate(() => void server.report(system_id, delivered));
    }
    return { outcome: "accepted", message_id };
  });
  return server.port;
}

async function customer(client: CarrierClient, gsm7: boolean): Promise<SmsCustomer> {
  let reported = 0;
  client.onReport(async () => void reported++);
  await whenUp(client);
  return {
    get reported() {
      return reported;
    },
    async submit(text, report) {
      const [only] = segment(text, { gsm7, ref: 0 });
      const { outcome } = await client.submit({ from: OUR_NUMBER, to: HANDSET, segment: only!, report });
      if (outcome !== "accepted") throw new Error(outcome);
    },
  };
}
