import { afterEach, describe, expect, test } from "bun:test";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import { until } from "@feiliao/testkit/until";
import type { CarrierClient } from "../peer/client.ts";
import type { SubmitOutcome } from "../peer/outcome.ts";
import type { IncomingPart, OutgoingPart } from "../peer/part.ts";
import type { Report } from "../peer/report.ts";
import type { CarrierServer, SubmittedPart } from "../peer/server.ts";
import { systemClock, systemRandom } from "../session/clock.ts";
import { RawEnd } from "../testing/raw-end.ts";
import { submitSm } from "../testing/smpp-pdus.ts";
import { untilState } from "../testing/until-up.ts";
import { decodeText } from "../text/coding.ts";
import { segment } from "../text/segments.ts";
import { type SmppClientOptions, smppClient } from "./client.ts";
import { smppDialect } from "./dialect.ts";
import { type SmppServerOptions, smppServer } from "./server.ts";

const OURS = "106900001234";
const HANDSET = "8613800138000";
const closing: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each.close();
});

async function carrier(options: Partial<SmppServerOptions> = {}) {
  const server = await smppServer({ port: 0, clock: systemClock, ...options });
  closing.push(server);
  const submitted: SubmittedPart[] = [];
  server.onLogin(({ system_id }) => (system_id === "feiliao" ? { secret: "secret12" } : null));
  server.onSubmit(async (part) => {
    submitted.push(part);
    return { outcome: "accepted", message_id: part.message_id };
  });
  return { server, submitted };
}

function account(server: CarrierServer, options: Partial<SmppClientOptions> = {}) {
  const client = smppClient({
    ...{ host: "127.0.0.1", port: server.port, system_id: "feiliao", password: "secret12" },
    ...{ clock: systemClock, random: systemRandom, dial: { first_ms: 10 } },
    ...options,
  });
  closing.push(client);
  const reports: Report[] = [];
  const incoming: IncomingPart[] = [];
  client.onReport(async (report) => void reports.push(report));
  client.onIncoming(async (part) => void incoming.push(part));
  return { client, reports, incoming };
}

async function connected(
  server_options: Partial<SmppServerOptions> = {},
  client_options: Partial<SmppClientOptions> = {},
) {
  const { server, submitted } = await carrier(server_options);
  const { client, reports, incoming } = account(server, client_options);
  await untilState(client, "up");
  return { server, submitted, client, reports, incoming };
}

function part(text = "hello", change: Partial<OutgoingPart> = {}): OutgoingPart {
  const first = segment(text, { gsm7: true, ref: 1 })[0]!;
  return { from: OURS, to: HANDSET, segment: first, report: true, ...change };
}

function reportOf(message_id: string, change: Partial<Report> = {}): Report {
  const at_ms = Date.UTC(2026, 10, 22, 12, 0, 1);
  return { message_id, to: HANDSET, state: "delivered", code: "", reason: null, at_ms, ...change };
}

const submitAll = (client: CarrierClient, parts: OutgoingPart[]) =>
  Promise.all(parts.map((each) => client.submit(each)));

describe("a login", () => {
  test("that is accepted makes the client up, and the server names the session", async () => {
    const { server } = await connected();
    expect(server.sessions()).toMatchObject([{ system_id: "feiliao", sends: true, receives: true }]);
  });

  test.each([{ password: "wrong" }, { system_id: "stranger" }])("with %p is denied", async (options) => {
    const { server } = await carrier();
    const { client } = account(server, options);
    await untilState(client, "denied");
    expect(client.trouble).toMatch(/^smpp:0x0000000[ef]$/);
    expect(server.sessions()).toEqual([]);
    expect(await client.submit(part())).toMatchObject({ outcome: "refused", code: "local:not_connected" });
  });

  test("with a password that SMPP has no room for is refused by ourselves", async () => {
    const { server } = await carrier();
    expect(() => account(server, { password: "123456789" })).toThrow(RangeError);
  });

  test("may be one for each direction", async () => {
    const { server, client, reports, incoming } = await connected({}, { bind: "separate" });
    expect(
      server
        .sessions()
        .map(({ sends, receives }) => [sends, receives])
        .sort(),
    ).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(await client.submit(part())).toMatchObject({ outcome: "accepted" });
    expect(await server.report("feiliao", reportOf("1"))).toBe(true);
    const hello = { coding: "ascii" as const, user_data: Buffer.from("hi"), has_header: false, at_ms: null };
    expect(await server.deliver("feiliao", { message_id: "", from: HANDSET, to: OURS, ...hello })).toBe(true);
    expect([reports.length, incoming.length]).toEqual([1, 1]);
  });

  test("SW12 that does not come ends the connection", async () => {
    const clock = new VirtualClock();
    const { server } = await carrier({ clock });
    const stranger = RawEnd.dial(server.port, smppDialect);
    stranger.send(submitSm(1));
    expect(await stranger.next("submit_sm_resp")).toMatchObject({ status: 0x04 });
    clock.advance(5000);
    await stranger.closed();
  });
});

describe("a submit", () => {
  test("arrives as it was, and its answer names it", async () => {
    const { client, submitted } = await connected({ first_message_id: 0xabc });
    const outcome = await client.submit(part("Grüße {€}", { valid_ms: 3_600_000, service_id: "IM" }));
    expect(outcome).toEqual({ outcome: "accepted", message_id: "abc" });
    expect(submitted).toEqual([
      {
        ...part("Grüße {€}"),
        ...{ message_id: "abc", valid_ms: 3_600_000, service_id: "IM", segment: expect.anything() },
      },
    ]);
    const { coding, user_data } = submitted[0]!.segment;
    expect(decodeText(coding as "gsm7", user_data)).toBe("Grüße {€}");
  });

  test("of a long message arrives in parts with their headers", async () => {
    const { client, submitted } = await connected();
    const segments = segment("飞聊，能发短信。".repeat(20), { gsm7: true, ref: 7 });
    expect(segments).toHaveLength(3);
    await submitAll(
      client,
      segments.map((each) => part("", { segment: each })),
    );
    expect(submitted.map(({ segment: { coding, has_header } }) => [coding, has_header])).toEqual(
      Array(3).fill(["ucs2", true]),
    );
    expect(submitted.map(({ segment: { user_data } }) => [...user_data])).toEqual(
      segments.map(({ user_data }) => [...user_data]),
    );
  });

  test.each([
    ["throttled", { refusal: "throttled", code: "" }, { refusal: "throttled", code: "smpp:0x00000058" }],
    [
      "a number that is none",
      { refusal: "number_unknown", code: "" },
      { refusal: "number_unknown", code: "smpp:0x0000000b" },
    ],
    [
      "a carrier's own code",
      { refusal: "filtered", code: "smpp:0x00000400" },
      { refusal: "filtered", code: "smpp:0x00000400" },
    ],
  ] as const)("is refused with its reason: %s", async (_title, said, heard) => {
    const { server, client } = await connected({}, { statuses: { "smpp:0x00000400": "filtered" } });
    server.onSubmit(async () => ({ outcome: "refused", ...said }));
    expect(await client.submit(part())).toEqual({ outcome: "refused", ...heard });
  });

  test("SW7 that cannot be decided is refused as throttled", async () => {
    const failures: unknown[] = [];
    const { server, client } = await connected({ onFailure: (failure) => failures.push(failure) });
    server.onSubmit(() => Promise.reject(new Error("disk full")));
    expect(await client.submit(part())).toMatchObject({ outcome: "refused", refusal: "throttled" });
    expect(failures).toEqual([new Error("disk full")]);
  });

  test("that the carrier has no words for is refused before it leaves", async () => {
    const { client, submitted } = await connected({}, { default_alphabet: "latin1" });
    expect(await client.submit(part())).toMatchObject({ refusal: "bad_request", code: "local:coding" });
    const too_long = await client.submit(part("飞", { to: "8".repeat(30) }));
    expect(too_long).toMatchObject({ refusal: "bad_request", code: "local:field" });
    expect(submitted).toEqual([]);
  });

  test("SW3 whose answer is lost ends as unknown", async () => {
    const { server, client } = await connected({}, { limits: { response_ms: 50 } });
    server.onSubmit(async () => ({ outcome: "unknown" }));
    expect(await client.submit(part())).toEqual({ outcome: "unknown" });
  });

  test("of data_coding 0 is in the account's alphabet", async () => {
    const { server, submitted } = await carrier();
    server.onLogin(() => ({ secret: "secret12", default_alphabet: "utf8" }));
    const { client } = account(server, { default_alphabet: "utf8" });
    await untilState(client, "up");
    const utf8 = {
      coding: "utf8" as const,
      user_data: Buffer.from("飞聊"),
      has_header: false,
      part: 1,
      parts: 1,
    };
    await client.submit(part("", { segment: utf8 }));
    expect(submitted[0]!.segment.coding).toBe("utf8");
  });
});

describe("a report", () => {
  test("says what became of a part, and is answered when it was taken", async () => {
    const { server, reports } = await connected();
    const failed = reportOf("1f", {
      state: "failed",
      code: "UNDELIV:001",
      reason: "number_unknown",
      from: OURS,
    });
    expect(await server.report("feiliao", failed)).toBe(true);
    expect(reports).toEqual([failed]);
  });

  test("SW10 comes after the answer it belongs to, also when the carrier sends it first", async () => {
    const { server, client } = await connected();
    const events: string[] = [];
    client.onReport(async ({ message_id }) => void events.push(`report ${message_id}`));
    server.onSubmit(async ({ message_id }) => {
      void server.report("feiliao", reportOf(message_id));
      return { outcome: "accepted", message_id };
    });
    const { message_id } = (await client.submit(part())) as Extract<SubmitOutcome, { message_id: string }>;
    events.push(`answer ${message_id}`);
    await until("the report", () => events.length === 2);
    expect(events).toEqual([`answer ${message_id}`, `report ${message_id}`]);
  });

  test("SW10 is not held for ever when the carrier answers only after it", async () => {
    const { server, client, reports } = await connected({}, { report_hold_ms: 20 });
    server.onSubmit(async ({ message_id }) => {
      await server.report("feiliao", reportOf(message_id));
      return { outcome: "accepted", message_id };
    });
    expect(await client.submit(part())).toMatchObject({ outcome: "accepted" });
    expect(reports).toHaveLength(1);
  });

  test.each([
    ["1", "0000000001"],
    ["1a2b", "6699"],
    ["6699", "1A2B"],
    ["00ff", "FF"],
  ])("SW10 of %p is recognised when it calls it %p", async (accepted, reported) => {
    const { server, client, reports } = await connected();
    server.onSubmit(async () => ({ outcome: "accepted", message_id: accepted }));
    await client.submit(part());
    await server.report("feiliao", reportOf(reported));
    expect(reports.map(({ message_id }) => message_id)).toEqual([accepted]);
  });

  test("SW11 that nobody can store now is sent again by the carrier: it is told so", async () => {
    const { server, client } = await connected();
    client.onReport(() => Promise.reject(new Error("disk full")));
    expect(await server.report("feiliao", reportOf("1"))).toBe(false);
  });

  test("for an account that is not there is not taken", async () => {
    const { server } = await carrier();
    expect(await server.report("feiliao", reportOf("1"))).toBe(false);
  });
});

test("what a person sends arrives with its header and coding", async () => {
  const { server, incoming } = await connected();
  for (const { coding, user_data, has_header } of segment("好".repeat(80), { gsm7: true, ref: 3 })) {
    const sent = { message_id: "", from: HANDSET, to: OURS, coding, user_data, has_header, at_ms: null };
    expect(await server.deliver("feiliao", sent)).toBe(true);
    const { user_data: bytes, ...rest } = incoming.at(-1)!;
    expect({ ...rest, user_data: [...bytes] }).toEqual({ ...sent, user_data: [...user_data] });
  }
});

describe("a line that breaks", () => {
  test("SW3 ends every pending submit once, as accepted or unknown, and is dialled again", async () => {
    const { server, client } = await connected({}, { limits: { window: 16 } });
    const outcomes: SubmitOutcome[] = [];
    server.onSubmit(async ({ message_id }, session) => {
      if (message_id.endsWith("8")) session.cut();
      return { outcome: "accepted", message_id };
    });
    await Promise.all(Array.from({ length: 16 }, async () => outcomes.push(await client.submit(part()))));
    expect(outcomes).toHaveLength(16);
    expect(outcomes.every(({ outcome }) => outcome === "accepted" || outcome === "unknown")).toBe(true);
    await until("submits are taken again", async () => (await client.submit(part())).outcome === "accepted");
  });

  test("because the server restarts is dialled until it is back", async () => {
    const { server, client } = await connected();
    const states: string[] = [];
    client.onState((state) => states.push(state));
    await server.close();
    await untilState(client, "down");
    expect(client.trouble).not.toBeNull();
    const { submitted } = await carrier({ port: server.port });
    await untilState(client, "up");
    await client.submit(part());
    expect(submitted).toHaveLength(1);
    expect(states[0]).toBe("down");
    expect(states.at(-1)).toBe("up");
    expect(client.trouble).toBeNull();
  });
});

test("closing waits for the answers that are due", async () => {
  const { server, client } = await connected();
  const decide = Promise.withResolvers<SubmitOutcome>();
  const asked = Promise.withResolvers<void>();
  server.onSubmit(() => {
    asked.resolve();
    return decide.promise;
  });
  const outcome = client.submit(part());
  await asked.promise;
  const closed = client.close();
  expect(await client.submit(part())).toMatchObject({ outcome: "refused", code: "local:not_connected" });
  decide.resolve({ outcome: "accepted", message_id: "1" });
  expect(await outcome).toEqual({ outcome: "accepted", message_id: "1" });
  await closed;
  expect(client.state).toBe("closed");
  await until("the server has noticed", () => server.sessions().length === 0);
});

test("an account of version 3.3 gets no optional parameters", async () => {
  const { server } = await carrier();
  const esme = RawEnd.dial(server.port, smppDialect);
  closing.push({ close: async () => esme.cut() });
  const login = { system_id: "feiliao", password: "secret12", system_type: "", addr_ton: 0, addr_npi: 0 };
  const bind = { ...login, interface_version: 0x33, address_range: "", sequence: 1, status: 0 };
  esme.send({ command: "bind_transceiver", ...bind });
  expect(await esme.next("bind_transceiver_resp")).toMatchObject({ status: 0, tlvs: [] });
  const reported = server.report("feiliao", reportOf("1f"));
  const { sequence, tlvs, short_message } = await esme.next("deliver_sm");
  expect(tlvs).toEqual([]);
  expect(Buffer.from(short_message).toString()).toStartWith("id:1f sub:001 dlvrd:001 submit date:2611221200");
  esme.send({ command: "deliver_sm_resp", sequence, status: 0, message_id: "", tlvs: [] });
  expect(await reported).toBe(true);
});
