import { type CarrierClient, type CarrierServer, systemClock, systemRandom } from "@feiliao/sms";
import { smppClient, smppServer } from "@feiliao/sms/smpp";
import { decodeText, segment, type TextCoding } from "@feiliao/sms/text";
import { HANDSET, LOGIN, OUR_NUMBER, type SmsCustomer, type SmsStack } from "./stack.ts";

const { system_id, secret } = LOGIN;
const SURROUNDINGS = { host: "127.0.0.1", clock: systemClock, random: systemRandom };

export const smpp = stack(
  () => smppServer({ ...SURROUNDINGS, port: 0 }),
  (port, window) => smppClient({ ...SURROUNDINGS, port, system_id, password: secret, limits: { window } }),
  { gsm7: true },
);

function stack(
  listen: () => Promise<CarrierServer>,
  dial: (port: number, window: number) => CarrierClient,
  alphabets: { gsm7: boolean },
): SmsStack {
  return {
    serve: async () => accept(await listen()),
    connect: (port, window) => connect(dial(port, window), alphabets),
  };
}

function accept(server: CarrierServer): number {
  server.onLogin(() => ({ secret }));
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

async function connect(client: CarrierClient, alphabets: { gsm7: boolean }): Promise<SmsCustomer> {
  let reported = 0;
  client.onReport(async () => void reported++);
  await up(client);
  return {
    get reported() {
      return reported;
    },
    async submit(text, report) {
      const [only] = segment(text, { ...alphabets, ref: 0 });
      const { outcome } = await client.submit({ from: OUR_NUMBER, to: HANDSET, segment: only!, report });
      if (outcome !== "accepted") throw new Error(outcome);
    },
  };
}

function up(client: CarrierClient): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (client.state === "up") resolve();
      if (client.state === "denied" || client.state === "closed") reject(new Error(client.state));
    };
    client.onState(look);
    look();
  });
}
