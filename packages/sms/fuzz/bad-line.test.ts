import { expect, test } from "bun:test";
import { until } from "@feiliao/testkit/until";
import {
  type CarrierClient,
  type CarrierServer,
  type Clock,
  cmppClient,
  cmppServer,
  type Random,
  type SubmitOutcome,
  segment,
  sgipClient,
  sgipServer,
  smgpClient,
  smgpServer,
  smppClient,
  smppServer,
  systemClock,
} from "../src/index.ts";
import { BadLine } from "./bad-line.ts";
import { Dice } from "./dice.ts";

/** Submits that are to leave us, answered or not. */
const LEFT_US = 200;
const AT_ONCE = 3;
const HOST = "127.0.0.1";
const LOGIN = { system_id: "901234", secret: "secret" };
const QUICK = {
  limits: { response_ms: 100, drain_ms: 200, linger_ms: 20 },
  dial: { first_ms: 1, longest_ms: 4, steady_ms: 1, denied_ms: 4 },
  login_ms: 100,
  // A length field that grew by an error makes the peer wait for what never comes; silence is what tells.
  heartbeat: { after_ms: 50, answer_ms: 50, misses_max: 2 },
  idle_ms: 100,
};

interface ClientOptions {
  host: string;
  port: number;
  clock: Clock;
  random: Random;
  system_id: string;
  password: string;
  corp_id: string;
  node_id: number;
  dial_back: { port: number };
}

interface Ends {
  listen(options: { port: number; clock: Clock; random: Random }): Promise<CarrierServer>;
  dial(options: ClientOptions): CarrierClient | Promise<CarrierClient & { port: number }>;
}

const PROTOCOLS: Record<string, Ends> = {
  SMPP: { listen: smppServer, dial: smppClient },
  CMPP: { listen: cmppServer, dial: cmppClient },
  SGIP: { listen: sgipServer, dial: sgipClient },
  SMGP: { listen: smgpServer, dial: smgpClient },
};

test.each(Object.entries(PROTOCOLS))(
  "on a bad line every %s submit ends once, and nothing wedges",
  async (_, ends) => {
    const dice = new Dice(7);
    const surroundings = {
      ...QUICK,
      clock: systemClock,
      random: { bytes: (length: number) => dice.bytes(length) },
    };
    const carrier = await ends.listen({ port: 0, ...surroundings });
    const line = await BadLine.to(() => carrier.port, dice);
    let client_port = 0;
    const back = await BadLine.to(() => client_port, dice);
    carrier.onLogin(() => ({ secret: LOGIN.secret, dial_back: { host: HOST, port: back.port } }));
    let taken = 0;
    carrier.onSubmit(async ({ message_id, to, report }, { system_id }) => {
      taken++;
      const delivered = { state: "delivered", code: "DELIVRD", reason: null, at_ms: null } as const;
      if (report) setImmediate(() => void carrier.report(system_id, { message_id, to, ...delivered }));
      return { outcome: "accepted", message_id };
    });
    const client = await ends.dial({
      ...{ host: HOST, port: line.port, ...surroundings, system_id: LOGIN.system_id, password: LOGIN.secret },
      ...{ corp_id: "12345", node_id: 3_010_012_345, dial_back: { port: 0 } },
    });
    if ("port" in client) client_port = client.port as number;
    client.onReport(async () => undefined);

    const outcomes: Record<SubmitOutcome["outcome"], number> = { accepted: 0, refused: 0, unknown: 0 };
    const isDone = () => outcomes.accepted + outcomes.unknown >= LEFT_US;
    const submitUntilDone = async () => {
      while (!isDone()) {
        const { outcome } = await client.submit(sms());
        outcomes[outcome]++;
        // The line is broken: there is time to dial again.
        if (outcome === "refused") await Bun.sleep(1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, submitUntilDone));
    expect(line.errors).toBeGreaterThan(0);
    expect(outcomes.accepted).toBeGreaterThan(0);
    expect(outcomes.unknown).toBeGreaterThan(0);
    expect(taken).toBeLessThanOrEqual(outcomes.accepted + outcomes.unknown + outcomes.refused);

    line.repair();
    back.repair();
    await until("the line is good again", async () => (await client.submit(sms())).outcome === "accepted");
    expect(await client.submit(sms())).toMatchObject({ outcome: "accepted" });
    await client.close();
    await carrier.close();
    line.close();
    back.close();
  },
);

function sms() {
  const [part] = segment("【飞聊】你好", { gsm7: false, ref: 0 });
  return { from: "1065500100", to: "8613800138000", segment: part!, report: true };
}
