import { afterEach, describe, expect, test } from "bun:test";
import {
  HANDSET,
  mainlandCarrierContract,
  OURS,
  outgoing,
  SECRET,
  SYSTEM_ID,
  untilState,
} from "../mainland/carrier.contract.ts";
import type { IncomingPart } from "../peer/part.ts";
import type { Report } from "../peer/report.ts";
import { systemClock, systemRandom } from "../session/clock.ts";
import { RawEnd } from "../testing/raw-end.ts";
import { rawListener } from "../testing/raw-listener.ts";
import { authenticatorClient } from "./authenticator.ts";
import { type SmgpClientOptions, smgpClient } from "./client.ts";
import { smgpDialect } from "./dialect.ts";
import type { SmgpDeliver, SmgpPdu } from "./pdu.ts";
import { writeSmgpReceipt } from "./receipt.ts";
import { smgpServer } from "./server.ts";
import { octetTlv, smgpTag } from "./tlv.ts";

function account(port: number, options: Partial<SmgpClientOptions> = {}): SmgpClientOptions {
  return {
    ...{ host: "127.0.0.1", port, system_id: SYSTEM_ID, password: SECRET },
    ...{ clock: systemClock, random: systemRandom, dial: { first_ms: 10 } },
    ...options,
  };
}

for (const login of ["both", "separate"] as const)
  mainlandCarrierContract(
    `SMGP with one login for ${login === "both" ? "both directions" : "each direction"}`,
    {
      server: ({ port }) => smgpServer({ port, clock: systemClock }),
      client: ({ port, ...options }) => smgpClient(account(port, { ...options, login })),
      tells_time_and_sender: true,
      names_messages: true,
    },
  );

const closing: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each.close();
});

async function gateway() {
  const server = await smgpServer({ port: 0, clock: systemClock, gateway: 123_456 });
  closing.push(server);
  server.onLogin(() => ({ secret: SECRET }));
  server.onSubmit(async ({ message_id }) => ({ outcome: "accepted", message_id }));
  return server;
}

/** A client, and the gateway's end of its connection, which the test holds and which has let it in. */
async function clientOf(options: Partial<SmgpClientOptions> = {}) {
  const listener = await rawListener<SmgpPdu>(() => smgpDialect);
  const client = smgpClient(account(listener.port, options));
  // The ends go first: they answer no goodbye.
  closing.push(client, listener);
  const end = await listener.accept();
  const { sequence, login_mode } = await end.next("login");
  const authenticator_server = new Uint8Array(16);
  end.send({ command: "login_resp", sequence, status: 0, authenticator_server, server_version: 0x30 });
  await untilState(client, "up");
  return { client, end, login_mode, listener };
}

function login(login_mode: number): SmgpPdu {
  const timestamp = 1122120000;
  return {
    command: "login",
    sequence: 1,
    client_id: SYSTEM_ID,
    authenticator_client: authenticatorClient(SYSTEM_ID, SECRET, timestamp),
    login_mode,
    timestamp,
    client_version: 0x30,
  };
}

const deliver: SmgpDeliver = {
  command: "deliver",
  sequence: 7,
  msg_id: "00101122120000000001",
  is_report: 0,
  msg_format: 8,
  recv_time: "20261122120000",
  src_term_id: "13300133000",
  dest_term_id: OURS,
  msg_content: new Uint8Array(),
  tlvs: [],
};

describe("an SMGP client", () => {
  test("CN18 logs in for each direction when it shall, and what it submits goes over one of them only", async () => {
    const server = await gateway();
    const client = smgpClient(account(server.port, { login: "separate" }));
    closing.push(client);
    await untilState(client, "up");
    const directions = server.sessions().map(({ sends, receives }) => ({ sends, receives }));
    expect(directions).toContainEqual({ sends: true, receives: false });
    expect(directions).toContainEqual({ sends: false, receives: true });
    expect(await client.submit(outgoing())).toMatchObject({ outcome: "accepted" });
  });

  test("CN18 says 2 when it logs in for both directions, and minds no wrong digest", async () => {
    const { client, login_mode } = await clientOf();
    expect([login_mode, client.state]).toEqual([2, "up"]);
  });

  test("CN2 tells the gateway which part of a long message this is", async () => {
    const { client, end } = await clientOf();
    const segment = { ...outgoing().segment, has_header: true, part: 2, parts: 3 };
    void client.submit(outgoing("", { segment }));
    expect(await end.next("submit")).toMatchObject({
      dest_term_ids: ["13800138000"],
      tlvs: [octetTlv(smgpTag.tp_udhi, 1), octetTlv(smgpTag.pk_total, 3), octetTlv(smgpTag.pk_number, 2)],
    });
  });

  test("CN12 hears when a person wrote, in China's time", async () => {
    const { client, end } = await clientOf();
    const incoming: IncomingPart[] = [];
    client.onIncoming(async (part) => void incoming.push(part));
    end.send(deliver);
    expect(await end.next("deliver_resp")).toEqual({
      command: "deliver_resp",
      sequence: 7,
      msg_id: deliver.msg_id,
      status: 0,
    });
    expect(incoming[0]).toMatchObject({
      message_id: deliver.msg_id,
      from: "8613300133000",
      to: OURS,
      coding: "ucs2",
      has_header: false,
      at_ms: Date.UTC(2026, 10, 22, 4),
    });
  });

  test("CN6 CN7 is told why by stat and err together, and by the codes that its operator has added", async () => {
    const { client, end } = await clientOf({ codes: { "UNDELIV:601": "blocked", "MK:0012": "suspended" } });
    const reports: Report[] = [];
    client.onReport(async (report) => void reports.push(report));
    const said = ["DELIVRD:000", "UNDELIV:001", "UNDELIV:005", "UNDELIV:601", "MK:0012:000", "EXPIRED:002"];
    for (const [sequence, code] of said.entries()) {
      const [stat, err] = [code.slice(0, 7), code.slice(8)];
      const msg_content = writeSmgpReceipt({
        msg_id: deliver.msg_id,
        submit_date: "2611221200",
        done_date: "2611221201",
        stat,
        err,
      });
      end.send({ ...deliver, sequence, is_report: 1, msg_content, src_term_id: "13800138000" });
      await end.next("deliver_resp", sequence + 1);
    }
    expect(reports.map(({ code, state, reason }) => [code, state, reason])).toEqual([
      ["DELIVRD", "delivered", null],
      ["UNDELIV:001", "failed", "absent"],
      ["UNDELIV:005", "failed", "filtered"],
      ["UNDELIV:601", "failed", "blocked"],
      ["MK:0012", "failed", "suspended"],
      ["EXPIRED:002", "expired", "absent"],
    ]);
    expect(reports[0]).toMatchObject({
      message_id: deliver.msg_id,
      to: HANDSET,
      at_ms: Date.UTC(2026, 10, 22, 4, 1),
    });
  });

  test("CN11 says that it cannot read a report, and goes on", async () => {
    const { client, end } = await clientOf();
    end.send({ ...deliver, is_report: 1, msg_content: new Uint8Array(122) });
    expect(await end.next("deliver_resp")).toMatchObject({ sequence: 7, status: 10 });
    expect(client.state).toBe("up");
  });

  test("CN14 gives a gateway up that is silent after every Active_Test, and dials again", async () => {
    const { end, listener } = await clientOf({ heartbeat: { after_ms: 5, answer_ms: 5, misses_max: 2 } });
    await end.next("active_test", 2);
    await end.closed();
    expect(await (await listener.accept()).next("login")).toMatchObject({ client_id: SYSTEM_ID });
  });
});

describe("an SMGP server", () => {
  test("CN11 answers a Submit that it cannot read, closes that connection and serves the others", async () => {
    const server = await gateway();
    const client = smgpClient(account(server.port));
    closing.push(client);
    await untilState(client, "up");
    const bad = RawEnd.dial(server.port, smgpDialect);
    bad.send(login(2));
    expect(await bad.next("login_resp")).toMatchObject({ status: 0 });
    bad.write(Buffer.from("00000014000000020000000900000000ffffffff", "hex"));
    expect(await bad.next("submit_resp")).toMatchObject({ sequence: 9, status: 10 });
    await bad.closed();
    expect(await client.submit(outgoing())).toMatchObject({ outcome: "accepted" });
  });

  test("CN18 denies a login mode that there is not, and answers Active_Test and Exit", async () => {
    const { port } = await gateway();
    const odd = RawEnd.dial(port, smgpDialect);
    odd.send(login(3));
    expect(await odd.next("login_resp")).toMatchObject({ status: 10 });
    await odd.closed();
    const end = RawEnd.dial(port, smgpDialect);
    end.send(login(0));
    await end.next("login_resp");
    end.send({ command: "active_test", sequence: 2 }, { command: "exit", sequence: 3 });
    await end.closed();
    expect(end.received.slice(1)).toEqual([
      { command: "active_test_resp", sequence: 2 },
      { command: "exit_resp", sequence: 3 },
    ]);
  });

  test("CN18 takes no submit over a connection that is for receiving", async () => {
    const { port } = await gateway();
    const { client, end: submitting } = await clientOf();
    void client.submit(outgoing());
    const submit = await submitting.next("submit");
    const receiving = RawEnd.dial(port, smgpDialect);
    receiving.send(login(1), { ...submit, sequence: 2 });
    expect(await receiving.next("submit_resp")).toMatchObject({ sequence: 2, status: 10 });
    receiving.cut();
  });

  test("CN12 makes ids of its number, the time in China and a count, all decimal", async () => {
    const server = await gateway();
    const client = smgpClient(account(server.port));
    closing.push(client);
    await untilState(client, "up");
    expect(await client.submit(outgoing())).toEqual({
      outcome: "accepted",
      message_id: expect.stringMatching(/^123456[01]\d[0-3]\d[0-2]\d[0-5]\d\d{6}$/),
    });
  });
});
