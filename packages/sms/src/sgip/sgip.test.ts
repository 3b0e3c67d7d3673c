import { afterEach, describe, expect, test } from "bun:test";
import { until } from "@feiliao/testkit/until";
import {
  HANDSET,
  mainlandCarrierContract,
  OURS,
  outgoing,
  SECRET,
  SYSTEM_ID,
  untilState,
} from "../mainland/carrier.contract.ts";
import type { Report } from "../peer/report.ts";
import type { Account } from "../peer/server.ts";
import { systemClock, systemRandom } from "../session/clock.ts";
import { RawEnd } from "../testing/raw-end.ts";
import { rawListener } from "../testing/raw-listener.ts";
import { type SgipClient, type SgipClientOptions, sgipClient } from "./client.ts";
import { sgipDialect } from "./dialect.ts";
import type { SgipPdu, SgipSequence } from "./pdu.ts";
import { sequenceText } from "./sequence.ts";
import { type SgipServerOptions, sgipServer } from "./server.ts";

const dial = { first_ms: 10 };
const NODE = 3_010_012_345;
const CLOCK = { clock: systemClock, random: systemRandom };

function account(port: number, options: Partial<SgipClientOptions> = {}): SgipClientOptions {
  return {
    ...{ host: "127.0.0.1", port, system_id: SYSTEM_ID, password: SECRET },
    ...{ corp_id: "12345", node_id: NODE, dial_back: { port: 0 }, ...CLOCK, dial },
    ...options,
  };
}

mainlandCarrierContract("SGIP", {
  server: ({ port }) => sgipServer({ port, ...CLOCK, dial }),
  client: ({ port, ...options }) => sgipClient(account(port, options)),
  account: (client) => ({ dial_back: { host: "127.0.0.1", port: (client as SgipClient).port } }),
  tells_time_and_sender: false,
  names_messages: false,
});

const closing: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each.close();
});

async function connected(
  server_options: Partial<SgipServerOptions> = {},
  client_options: Partial<SgipClientOptions> = {},
) {
  const server = await sgipServer({ port: 0, ...CLOCK, dial, ...server_options });
  closing.push(server);
  let sp: Account = { secret: SECRET };
  server.onLogin(() => sp);
  server.onSubmit(async ({ message_id }) => ({ outcome: "accepted", message_id }));
  const client = await sgipClient(account(server.port, client_options));
  closing.push(client);
  sp = { secret: SECRET, dial_back: { host: "127.0.0.1", port: client.port } };
  client.onIncoming(async () => undefined);
  await untilState(client, "up");
  return { server, client };
}

/** The SMG's end of a line to a client, not logged in yet. */
function dialBack(client: SgipClient): RawEnd<SgipPdu> {
  return RawEnd.dial(client.port, sgipDialect);
}

const sequence = (count: number): SgipSequence => [1, 1122120000, count];

function bind(login_type: number, login_password = SECRET): SgipPdu {
  return { command: "bind", sequence: sequence(1), login_type, login_name: SYSTEM_ID, login_password };
}

const incoming = {
  ...{ message_id: "", from: HANDSET, to: OURS, coding: "ascii" as const },
  ...{ user_data: Buffer.from("hi"), has_header: false, at_ms: null },
};

describe("an SGIP client", () => {
  test("CN16 puts a line down on which nothing happens, stays up, and dials again to submit", async () => {
    const { server, client } = await connected({}, { idle_ms: 20 });
    const states: string[] = [];
    client.onState((state) => states.push(state));
    for (let round = 0; round < 3; round += 1) {
      await until("the line is put down", () => server.sessions().length === 0);
      await until("a submit is taken", async () => (await client.submit(outgoing())).outcome === "accepted");
    }
    expect(states).toEqual([]);
  });

  test("CN16 is not troubled when it is the SMG that puts the line down", async () => {
    const { server, client } = await connected({ idle_ms: 20 });
    await until("the line is put down", () => server.sessions().length === 0);
    expect(client.state).toBe("up");
    // What comes while the SMG says goodbye is told to try again.
    await until("a submit is taken", async () => (await client.submit(outgoing())).outcome === "accepted");
  });

  test("CN16 rests, too, when both sides put the line down at once", async () => {
    const { server, client } = await connected({ idle_ms: 20 }, { idle_ms: 20 });
    const states: string[] = [];
    client.onState((state) => states.push(state));
    for (let round = 0; round < 10; round += 1) {
      await until("the line is put down", () => server.sessions().length === 0);
      await until("a submit is taken", async () => (await client.submit(outgoing())).outcome === "accepted");
    }
    expect(states).toEqual([]);
  });

  test("CN12 writes numbers with their country code, however they came, and names messages by their sequence", async () => {
    const listener = await rawListener(() => sgipDialect);
    const client = await sgipClient(account(listener.port));
    // The ends go first: they answer no goodbye.
    closing.push(client, listener);
    const end = await listener.accept();
    const login = await end.next("bind");
    expect(login).toMatchObject({ login_type: 1, login_name: SYSTEM_ID, login_password: SECRET });
    end.send({ command: "bind_resp", sequence: login.sequence, result: 0 });
    await untilState(client, "up");
    for (const [index, to] of ["13800138000", "8613800138000", "+8613800138000"].entries()) {
      const outcome = client.submit(outgoing("hi", { to }));
      const submit = await end.next("submit", index + 1);
      expect(submit).toMatchObject({ user_numbers: [HANDSET], corp_id: "12345", report_flag: 1 });
      expect(submit.sequence[0]).toBe(NODE);
      end.send({ command: "submit_resp", sequence: submit.sequence, result: 0 });
      expect(await outcome).toEqual({ outcome: "accepted", message_id: sequenceText(submit.sequence) });
    }
  });

  test("CN17 lets an SMG in that knows the password, for its own kind of login only", async () => {
    const { client } = await connected();
    for (const [request, result] of [
      [bind(2, "guess"), 1],
      [bind(1), 4],
    ] as const) {
      const stranger = dialBack(client);
      stranger.send(request);
      expect(await stranger.next("bind_resp")).toMatchObject({ result });
      await stranger.closed();
    }
    const smg = dialBack(client);
    smg.send(bind(2));
    expect(await smg.next("bind_resp")).toMatchObject({ result: 0 });
    smg.cut();
  });

  test("CN17 takes nothing before the login", async () => {
    const { client } = await connected();
    const reports: Report[] = [];
    client.onReport(async (report) => void reports.push(report));
    const stranger = dialBack(client);
    stranger.send({
      command: "report",
      sequence: sequence(1),
      submit_sequence: sequence(2),
      report_type: 0,
      user_number: HANDSET,
      state: 0,
      error_code: 0,
    });
    expect(await stranger.next("report_resp")).toMatchObject({ result: 1 });
    await stranger.closed();
    expect(reports).toEqual([]);
  });

  test("CN11 answers a command that it does not know with 30, and one that it cannot read with 5 and closes", async () => {
    const { client } = await connected();
    const smg = dialBack(client);
    smg.send(bind(2), {
      command: "unknown",
      sequence: sequence(2),
      command_id: 0x11,
      body: new Uint8Array(50),
    });
    const answer = await smg.next("unknown");
    expect(answer).toMatchObject({ sequence: sequence(2), command_id: 0x8000_0011 });
    expect((answer as Extract<SgipPdu, { command: "unknown" }>).body[0]).toBe(30);
    smg.write(Buffer.from("00000018000000040000000142e231400000000300000000", "hex"));
    expect(await smg.next("deliver_resp")).toMatchObject({ sequence: sequence(3), result: 5 });
    await smg.closed();
  });
});

describe("an SGIP server", () => {
  test("CN16 puts the line that it dialled back down, and dials it again", async () => {
    const { server } = await connected({}, { idle_ms: 20 });
    for (let round = 0; round < 3; round += 1) {
      // What comes while the SP says goodbye is told to try again.
      await until("it is handed over", () => server.deliver(SYSTEM_ID, incoming));
      await until("the SP's line has rested", () => server.sessions().length === 0);
    }
  });

  test("CN9 hands nothing over to an SP that cannot be dialled, and does when it can", async () => {
    const { server, client } = await connected();
    const { port } = client;
    await client.close();
    expect(await server.deliver(SYSTEM_ID, incoming)).toBe(false);
    const again = await sgipClient(account(server.port, { dial_back: { port } }));
    closing.push(again);
    again.onIncoming(async () => undefined);
    await until("it is handed over", () => server.deliver(SYSTEM_ID, incoming));
  });

  test("CN11 answers a submit that it cannot read, closes that line and serves the others", async () => {
    const { server, client } = await connected();
    const bad = RawEnd.dial(server.port, sgipDialect);
    bad.send(bind(1));
    expect(await bad.next("bind_resp")).toMatchObject({ result: 0 });
    bad.write(Buffer.from("00000018000000030000000142e231400000000900000000", "hex"));
    expect(await bad.next("submit_resp")).toMatchObject({ sequence: sequence(9), result: 5 });
    await bad.closed();
    expect(await client.submit(outgoing())).toMatchObject({ outcome: "accepted" });
  });

  test("CN17 lets nobody in with the login of an SMG", async () => {
    const { server } = await connected();
    const end = RawEnd.dial(server.port, sgipDialect);
    end.send(bind(2));
    expect(await end.next("bind_resp")).toMatchObject({ result: 4 });
    await end.closed();
  });
});
