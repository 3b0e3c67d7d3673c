import { afterEach, describe, expect, test } from "bun:test";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
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
import { systemClock, systemRandom } from "../session/clock.ts";
import { RawEnd } from "../testing/raw-end.ts";
import { rawListener } from "../testing/raw-listener.ts";
import { authenticatorSource } from "./authenticator.ts";
import { type CmppClientOptions, cmppClient } from "./client.ts";
import { CmppDialect } from "./dialect.ts";
import { parseMessageId } from "./message-id.ts";
import type { CmppConnectResp, CmppDeliver, CmppPdu } from "./pdu.ts";
import { writeCmppReceipt } from "./receipt.ts";
import { type CmppServerOptions, cmppServer } from "./server.ts";

function account(port: number, options: Partial<CmppClientOptions> = {}): CmppClientOptions {
  return {
    ...{ host: "127.0.0.1", port, system_id: SYSTEM_ID, password: SECRET },
    ...{ clock: systemClock, random: systemRandom, dial: { first_ms: 10 } },
    ...options,
  };
}

for (const version of [0x20, 0x30] as const)
  mainlandCarrierContract(`CMPP ${version === 0x30 ? "3.0" : "2.0"}`, {
    server: ({ port }) => cmppServer({ port, clock: systemClock }),
    client: ({ port, ...options }) => cmppClient(account(port, { ...options, version })),
    tells_time_and_sender: true,
    names_messages: true,
  });

const closing: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each.close();
});

async function gateway(options: Partial<CmppServerOptions> = {}) {
  const server = await cmppServer({ port: 0, clock: systemClock, ...options });
  closing.push(server);
  server.onLogin(() => ({ secret: SECRET }));
  server.onSubmit(async ({ message_id }) => ({ outcome: "accepted", message_id }));
  return server;
}

/** A client, and the gateway's end of its connection, which the test holds. */
async function clientOf(layout: 2 | 3, options: Partial<CmppClientOptions> = {}) {
  const listener = await rawListener<CmppPdu>(() => new CmppDialect(layout));
  const client = cmppClient(account(listener.port, options));
  // The ends go first: they answer no goodbye.
  closing.push(client, listener);
  const end = await listener.accept();
  const connect = await end.next("connect");
  return { client, end, connect, listener };
}

function accepted({ sequence }: CmppPdu, version: number): CmppConnectResp {
  return { command: "connect_resp", sequence, status: 0, authenticator_ismg: new Uint8Array(16), version };
}

/** An SP's end that is logged in, which the test holds. */
async function loggedIn(port: number): Promise<RawEnd<CmppPdu>> {
  const end = RawEnd.dial(port, new CmppDialect(3));
  end.send({
    command: "connect",
    sequence: 1,
    source_addr: SYSTEM_ID,
    authenticator_source: authenticatorSource(SYSTEM_ID, SECRET, 1122120000),
    version: 0x30,
    timestamp: 1122120000,
  });
  expect(await end.next("connect_resp")).toMatchObject({ status: 0, version: 0x30 });
  return end;
}

const deliver: CmppDeliver = {
  command: "deliver",
  sequence: 7,
  msg_id: 1n,
  dest_id: OURS,
  service_id: "",
  tp_pid: 0,
  tp_udhi: 0,
  msg_fmt: 0,
  src_terminal_id: "13800138000",
  src_terminal_type: 0,
  registered_delivery: 0,
  msg_content: new Uint8Array(),
  link_id: "",
};

describe("a CMPP client", () => {
  test("CN15 that asks for 3.0 too much asks for 2.0", async () => {
    const server = await gateway({ version: 0x20 });
    const client = cmppClient(account(server.port));
    closing.push(client);
    await untilState(client, "up");
    expect(await client.submit(outgoing())).toMatchObject({ outcome: "accepted" });
  });

  test("CN15 goes by the length of the answer to its login, and minds no wrong digest in it", async () => {
    const { client, end, connect } = await clientOf(2);
    expect(connect).toMatchObject({ version: 0x30, source_addr: SYSTEM_ID });
    end.send(accepted(connect, 0x30));
    await untilState(client, "up");
    const outcome = client.submit(outgoing());
    const submit = await end.next("submit");
    expect(submit).toMatchObject({ dest_terminal_ids: ["13800138000"], src_id: OURS, msg_src: SYSTEM_ID });
    end.send({ command: "submit_resp", sequence: submit.sequence, msg_id: 0xabcn, result: 0 });
    expect(await outcome).toEqual({ outcome: "accepted", message_id: "0000000000000abc" });
  });

  test.each([2, 3])("CN1 whose login is refused with %i is denied for long", async (status) => {
    const { client, end, connect } = await clientOf(3);
    end.send({ ...accepted(connect, 0x30), status });
    await untilState(client, "denied");
  });

  test("CN1 whose login fails for a reason that passes soon tries again", async () => {
    const { end, connect, listener } = await clientOf(3);
    end.send({ ...accepted(connect, 0x30), status: 9 });
    expect(await (await listener.accept()).next("connect")).toMatchObject({ source_addr: SYSTEM_ID });
  });

  test("CN6 CN7 is told why by the codes of gateways, and by those that its operator has added", async () => {
    const { client, end, connect } = await clientOf(3, {
      codes: { "MK:0099": "suspended", "cmpp:201": "no_money" },
    });
    end.send(accepted(connect, 0x30));
    await untilState(client, "up");
    const reports: Report[] = [];
    client.onReport(async (report) => void reports.push(report));
    const times = { submit_time: "2611221200", done_time: "2611221201", smsc_sequence: 7 };
    const stats = ["DELIVRD", "MK:0001", "MK:0099", "MI:0000", "MB:1049", "MA:0054", "XX:1234"];
    for (const [index, stat] of stats.entries()) {
      const receipt = { msg_id: BigInt(index), stat, ...times, dest_terminal_id: "13800138000" };
      // In the shorter form of 2.0, as some gateways write it in 3.0, too.
      const msg_content = writeCmppReceipt(receipt, index % 2 === 0 ? 2 : 3);
      end.send({ ...deliver, sequence: index, registered_delivery: 1, msg_content });
      expect(await end.next("deliver_resp", index + 1)).toMatchObject({ sequence: index, result: 0 });
    }
    expect(reports.map(({ code, state, reason }) => [code, state, reason])).toEqual([
      ["DELIVRD", "delivered", null],
      ["MK:0001", "failed", "number_unknown"],
      ["MK:0099", "failed", "suspended"],
      ["MI:0000", "expired", null],
      ["MB:1049", "failed", "not_mine"],
      ["MA:0054", "unknown", null],
      ["XX:1234", "failed", "unspecified"],
    ]);
    expect(reports[0]).toMatchObject({ to: HANDSET, at_ms: Date.UTC(2026, 10, 22, 4, 1) });
    const refused = client.submit(outgoing());
    const { sequence } = await end.next("submit");
    end.send({ command: "submit_resp", sequence, msg_id: 0n, result: 201 });
    expect(await refused).toEqual({ outcome: "refused", refusal: "no_money", code: "cmpp:201" });
  });

  test("CN11 says that it cannot read a report, and goes on", async () => {
    const { client, end, connect } = await clientOf(3);
    end.send(accepted(connect, 0x30));
    await untilState(client, "up");
    end.send({ ...deliver, registered_delivery: 1, msg_content: new Uint8Array(59) });
    expect(await end.next("deliver_resp")).toMatchObject({ sequence: 7, result: 1 });
    expect(client.state).toBe("up");
  });

  test("CN14 gives a gateway up that is silent after every ACTIVE_TEST, and dials again", async () => {
    const clock = new VirtualClock();
    const { client, end, connect, listener } = await clientOf(3, { clock });
    end.send(accepted(connect, 0x30));
    await untilState(client, "up");
    clock.advance(180_000);
    for (let asked = 1; asked <= 3; asked += 1) {
      await end.next("active_test", asked);
      clock.advance(60_000);
    }
    await end.closed();
    await untilState(client, "down");
    clock.advance(10);
    expect(await (await listener.accept()).next("connect")).toMatchObject({ source_addr: SYSTEM_ID });
  });
});

describe("a CMPP server", () => {
  test("CN11 answers a SUBMIT that it cannot read, closes that connection and serves the others", async () => {
    const server = await gateway();
    const client = cmppClient(account(server.port));
    closing.push(client);
    await untilState(client, "up");
    const bad = await loggedIn(server.port);
    bad.write(Buffer.from("00000014000000040000000900000000ffffffff", "hex"));
    expect(await bad.next("submit_resp")).toEqual({
      command: "submit_resp",
      sequence: 9,
      msg_id: 0n,
      result: 1,
    });
    await bad.closed();
    expect(await client.submit(outgoing())).toMatchObject({ outcome: "accepted" });
  });

  test.each(["00000003", "00010001", "ffffffff"])(
    "CN11 closes on the impossible length %s",
    async (length) => {
      const bad = await loggedIn((await gateway()).port);
      bad.write(Buffer.from(`${length}0000000400000009`, "hex"));
      await bad.closed();
    },
  );

  test("CN11 leaves a command that it does not know without an answer, and goes on", async () => {
    const end = await loggedIn((await gateway()).port);
    end.send(
      { command: "unknown", sequence: 2, command_id: 0x1234, body: Uint8Array.of(1, 2, 3) },
      { command: "active_test", sequence: 3 },
      { command: "cancel", sequence: 4, msg_id: 1n },
      { command: "terminate", sequence: 5 },
    );
    await end.closed();
    expect(end.received.slice(1)).toEqual([
      { command: "active_test_resp", sequence: 3 },
      { command: "cancel_resp", sequence: 4, success_id: 1 },
      { command: "terminate_resp", sequence: 5 },
    ]);
  });

  test("CN1 takes nothing before the login, and no submit to several numbers", async () => {
    const server = await gateway();
    const { client, end, connect } = await clientOf(3);
    end.send(accepted(connect, 0x30));
    await untilState(client, "up");
    void client.submit(outgoing());
    const submit = await end.next("submit");
    const stranger = RawEnd.dial(server.port, new CmppDialect(3));
    stranger.send(submit);
    expect(await stranger.next("submit_resp")).toMatchObject({ result: 1 });
    stranger.cut();
    const known = await loggedIn(server.port);
    known.send({ ...submit, dest_terminal_ids: ["13800138000", "13800138001"] }, submit);
    expect(await known.next("submit_resp")).toMatchObject({ result: 1 });
    expect(await known.next("submit_resp", 2)).toMatchObject({ result: 0 });
    known.cut();
  });

  test("CN12 makes ids of the time in China, the gateway and a count", async () => {
    const clock = { ...systemClock, now: () => Date.UTC(2026, 11, 31, 16, 0, 1) };
    const server = await gateway({ clock, gateway: 0x3f_ffff });
    const client = cmppClient(account(server.port));
    closing.push(client);
    await untilState(client, "up");
    const outcome = await client.submit(outgoing());
    const id = parseMessageId(outcome.outcome === "accepted" ? outcome.message_id : "");
    const bits = (from: number, width: number) => Number((id >> BigInt(from)) & ((1n << BigInt(width)) - 1n));
    expect([bits(60, 4), bits(55, 5), bits(50, 5), bits(44, 6), bits(38, 6)]).toEqual([1, 1, 0, 0, 1]);
    expect([bits(16, 22), bits(0, 16)]).toEqual([0x3f_ffff, 1]);
  });
});
