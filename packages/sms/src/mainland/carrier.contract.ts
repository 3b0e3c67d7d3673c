import { afterEach, describe, expect, test } from "bun:test";
import { until } from "@feiliao/testkit/until";
import type { CarrierClient, CarrierState } from "../peer/client.ts";
import type { SubmitOutcome } from "../peer/outcome.ts";
import type { IncomingPart, OutgoingPart } from "../peer/part.ts";
import type { Report } from "../peer/report.ts";
import type { Account, CarrierServer, SubmittedPart } from "../peer/server.ts";
import type { SessionLimits } from "../session/session.ts";
import { encodeText } from "../text/coding.ts";
import { decodeGb18030, encodeGb18030 } from "../text/gb18030.ts";
import { Reassembly } from "../text/reassembly.ts";
import { segment } from "../text/segments.ts";

/** One protocol in both roles, on this machine. */
export interface MainlandProtocol {
  server(options: { port: number }): Promise<CarrierServer>;
  client(options: {
    port: number;
    password: string;
    limits: Partial<SessionLimits>;
  }): CarrierClient | Promise<CarrierClient>;
  /** What the account of that client has besides its secret. */
  account?(client: CarrierClient): Partial<Account>;
  /** Whether a report says when it was, and which of our numbers it is about. */
  tells_time_and_sender: boolean;
  /** Whether a person's message has a name of its own, by which one that comes twice is known. */
  names_messages: boolean;
}

export const OURS = "106900001234";
export const HANDSET = "8613800138000";
export const SYSTEM_ID = "901234";
export const SECRET = "secret";

export function outgoing(text = "hello", change: Partial<OutgoingPart> = {}): OutgoingPart {
  const [only] = segment(text, { gsm7: false, ref: 1 });
  return { from: OURS, to: HANDSET, segment: only!, report: true, ...change };
}

export function untilState(client: CarrierClient, state: CarrierState): Promise<true> {
  return until(`the client is ${state}`, () => client.state === state);
}

/** What our two roles of a protocol do with each other over real connections. */
export function mainlandCarrierContract(name: string, protocol: MainlandProtocol): void {
  const closing: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const each of closing.splice(0).reverse()) await each.close();
  });

  async function carrier(port = 0) {
    const server = await protocol.server({ port });
    closing.push(server);
    const submitted: SubmittedPart[] = [];
    const accounts = new Map<string, Account>([[SYSTEM_ID, { secret: SECRET }]]);
    server.onLogin(({ system_id }) => accounts.get(system_id) ?? null);
    server.onSubmit(async (part) => {
      submitted.push(part);
      return { outcome: "accepted", message_id: part.message_id };
    });
    return { server, submitted, accounts };
  }

  async function connected(limits: Partial<SessionLimits> = {}) {
    const { server, submitted, accounts } = await carrier();
    const client = await protocol.client({ port: server.port, password: SECRET, limits });
    closing.push(client);
    accounts.set(SYSTEM_ID, { secret: SECRET, ...protocol.account?.(client) });
    const reports: Report[] = [];
    const incoming: IncomingPart[] = [];
    client.onReport(async (report) => void reports.push(report));
    client.onIncoming(async (part) => void incoming.push(part));
    await untilState(client, "up");
    return { server, submitted, accounts, client, reports, incoming };
  }

  const incomingPart = (change: Partial<IncomingPart> = {}): IncomingPart => ({
    message_id: "",
    from: HANDSET,
    to: OURS,
    coding: "ascii",
    user_data: Buffer.from("hi"),
    has_header: false,
    at_ms: null,
    ...change,
  });

  describe(`${name} at both ends`, () => {
    test("CN1 the right secret is let in, and the server names who it is", async () => {
      const { server } = await connected();
      const sessions = server.sessions();
      expect(sessions.map(({ system_id }) => system_id)).toEqual(sessions.map(() => SYSTEM_ID));
      expect(sessions.filter(({ sends }) => sends)).toHaveLength(1);
    });

    test("CN1 a wrong secret is denied, and nothing can be submitted", async () => {
      const { server } = await carrier();
      const client = await protocol.client({ port: server.port, password: "guess", limits: {} });
      closing.push(client);
      await untilState(client, "denied");
      expect(server.sessions()).toEqual([]);
      expect(await client.submit(outgoing())).toEqual({
        outcome: "refused",
        refusal: "closed",
        code: "local:not_connected",
      });
    });

    test("CN2 CN3 a submit arrives as it was, and its answer names it", async () => {
      const { client, submitted } = await connected();
      const part = outgoing("你好，飞聊", { service_id: "FEILIAO", valid_ms: 3_600_000 });
      const outcome = await client.submit(part);
      const [arrived] = submitted;
      expect(outcome).toEqual({ outcome: "accepted", message_id: arrived!.message_id });
      const { valid_ms, ...rest } = part;
      expect(arrived).toMatchObject({ ...rest, segment: { coding: "ucs2", has_header: false } });
      expect([...arrived!.segment.user_data]).toEqual([...encodeText("ucs2", "你好，飞聊")!]);
      // The line carries when it expires, to the second.
      expect(arrived!.valid_ms).toBeGreaterThan(valid_ms! - 60_000);
      expect(arrived!.valid_ms).toBeLessThanOrEqual(valid_ms!);
    });

    test("CN3 two submits never have the same id", async () => {
      const { client } = await connected();
      const outcomes = await Promise.all(Array.from({ length: 100 }, () => client.submit(outgoing())));
      const ids = outcomes.map((each) => (each.outcome === "accepted" ? each.message_id : "none"));
      expect(new Set(ids).size).toBe(100);
    });

    test("CN2 a long message arrives in parts that its header puts together", async () => {
      const { client, submitted } = await connected();
      const text = "有人没装飞聊也收得到。".repeat(20);
      const segments = segment(text, { gsm7: false, ref: 77 });
      expect(segments.length).toBeGreaterThan(2);
      const outcomes = await Promise.all(
        segments.map((each) => client.submit(outgoing("", { segment: each }))),
      );
      expect(outcomes.every(({ outcome }) => outcome === "accepted")).toBe(true);
      const reassembly = new Reassembly();
      const joined = submitted
        .toReversed()
        .flatMap(({ segment: { coding, user_data, has_header }, from, to, message_id }) =>
          reassembly.add({ from, to, coding, user_data, has_header, message_id, at_ms: null }, 0),
        );
      expect(joined).toMatchObject([{ body: { kind: "text", text }, missing: [] }]);
    });

    test.each(["throttled", "number_unknown", "not_mine", "bad_request", "denied"] as const)(
      "CN3 CN7 a submit that is refused as %s is told so, in the carrier's own code",
      async (refusal) => {
        const { server, client } = await connected();
        server.onSubmit(async () => ({ outcome: "refused", refusal, code: "" }));
        const outcome = await client.submit(outgoing());
        expect(outcome).toEqual({ outcome: "refused", refusal, code: expect.stringMatching(/^[a-z]+:\d+$/) });
      },
    );

    test("CN4 what the protocol cannot say is refused here", async () => {
      const { client, submitted } = await connected();
      const septets = { ...outgoing().segment, coding: "gsm7" as const };
      expect(await client.submit(outgoing("", { segment: septets }))).toMatchObject({
        refusal: "bad_request",
        code: "local:coding",
      });
      expect(await client.submit(outgoing("", { from: "1".repeat(22) }))).toMatchObject({
        refusal: "bad_request",
        code: "local:field",
      });
      expect(submitted).toEqual([]);
    });

    test("CN6 CN7 a report names the submit, the handset, the time and what became of it", async () => {
      const { server, client, submitted, reports } = await connected();
      await client.submit(outgoing());
      const { message_id } = submitted[0]!;
      const at_ms = Date.UTC(2026, 10, 22, 16, 1);
      const common = { message_id, to: HANDSET, from: OURS, at_ms, code: "" };
      expect(await server.report(SYSTEM_ID, { ...common, state: "buffered", reason: null })).toBe(true);
      for (const reason of ["absent", "suspended", "number_unknown", "not_mine"] as const)
        expect(await server.report(SYSTEM_ID, { ...common, state: "failed", reason })).toBe(true);
      expect(await server.report(SYSTEM_ID, { ...common, state: "delivered", reason: null })).toBe(true);
      expect(reports.map(({ state, reason }) => [state, reason])).toEqual([
        ["buffered", null],
        ["failed", "absent"],
        ["failed", "suspended"],
        ["failed", "number_unknown"],
        ["failed", "not_mine"],
        ["delivered", null],
      ]);
      for (const { state, reason, code, ...named } of reports)
        expect(named).toEqual(
          protocol.tells_time_and_sender
            ? { message_id, to: HANDSET, from: OURS, at_ms }
            : { message_id, to: HANDSET, at_ms: null },
        );
    });

    test("CN6 a report keeps the carrier's own code", async () => {
      const { server, client, submitted, reports } = await connected();
      await client.submit(outgoing());
      const common = { message_id: submitted[0]!.message_id, to: HANDSET, at_ms: null };
      const failed = { ...common, state: "failed", reason: "suspended" } as const;
      await server.report(SYSTEM_ID, { ...failed, code: "" });
      const { code } = reports[0]!;
      await server.report(SYSTEM_ID, { ...failed, code });
      expect(reports[1]).toEqual(reports[0]!);
    });

    test("CN2 a person's message arrives as it was, in UCS-2 and in GB18030", async () => {
      const { server, incoming } = await connected();
      expect(await server.deliver(SYSTEM_ID, incomingPart())).toBe(true);
      const user_data = encodeGb18030("回复：好的，𠀀")!;
      expect(await server.deliver(SYSTEM_ID, incomingPart({ coding: "gb18030", user_data }))).toBe(true);
      const [long] = segment("长".repeat(80), { gsm7: false, ref: 3 });
      const { coding, has_header } = long!;
      expect(
        await server.deliver(SYSTEM_ID, incomingPart({ coding, has_header, user_data: long!.user_data })),
      ).toBe(true);
      expect(incoming.map(({ from, to, coding, has_header }) => [from, to, coding, has_header])).toEqual([
        [HANDSET, OURS, "ascii", false],
        [HANDSET, OURS, "gb18030", false],
        [HANDSET, OURS, "ucs2", true],
      ]);
      expect(decodeGb18030(incoming[1]!.user_data)).toBe("回复：好的，𠀀");
      expect([...incoming[2]!.user_data]).toEqual([...long!.user_data]);
      expect(incoming.every(({ message_id }) => message_id !== "")).toBe(true);
    });

    test("CN2 a person's message that has a name of another kind gets one that stays the same", async () => {
      const { server, incoming } = await connected();
      const [first, second] = segment("长".repeat(80), { gsm7: false, ref: 3 }).map((each) =>
        incomingPart({ ...each, message_id: "1763776800000-mo1" }),
      );
      for (const part of [first!, second!, first!]) expect(await server.deliver(SYSTEM_ID, part)).toBe(true);
      const [one, two, again] = incoming.map(({ message_id }) => message_id);
      expect(one).not.toBe(two!);
      if (protocol.names_messages) expect(again).toBe(one!);
    });

    test("CN8 what is not taken is not acknowledged, and may be handed over again", async () => {
      const { server, client, submitted, incoming, reports } = await connected();
      await client.submit(outgoing());
      client.onIncoming(() => Promise.reject(new Error("the store is read-only")));
      client.onReport(() => Promise.reject(new Error("the store is read-only")));
      const report: Report = {
        message_id: submitted[0]!.message_id,
        to: HANDSET,
        state: "delivered",
        code: "",
        reason: null,
        at_ms: null,
      };
      expect(await server.deliver(SYSTEM_ID, incomingPart())).toBe(false);
      expect(await server.report(SYSTEM_ID, report)).toBe(false);
      client.onIncoming(async (part) => void incoming.push(part));
      client.onReport(async (each) => void reports.push(each));
      expect(await server.deliver(SYSTEM_ID, incomingPart())).toBe(true);
      expect(await server.report(SYSTEM_ID, report)).toBe(true);
      expect([incoming.length, reports.length]).toEqual([1, 1]);
    });

    test("CN8 nobody else's messages are handed over", async () => {
      const { server } = await connected();
      expect(await server.deliver("999999", incomingPart())).toBe(false);
    });

    test("CN5 the window is never exceeded, and those beyond it go out in order", async () => {
      const { server, client } = await connected({ window: 3 });
      const arrived: string[] = [];
      const decided: (() => void)[] = [];
      let most = 0;
      server.onSubmit((part) => {
        arrived.push(part.to);
        const { promise, resolve } = Promise.withResolvers<SubmitOutcome>();
        decided.push(() => resolve({ outcome: "accepted", message_id: part.message_id }));
        most = Math.max(most, decided.length);
        return promise;
      });
      const numbers = Array.from({ length: 10 }, (_, index) => `861380013800${index}`);
      const outcomes = numbers.map((to) => client.submit(outgoing("hi", { to })));
      await until("the window is full", () => decided.length === 3);
      expect(client.window()).toEqual({ size: 3, outstanding: 3, waiting: 7 });
      for (let answered = 0; answered < numbers.length; answered += 1) {
        await until("one is there", () => decided.length > 0);
        decided.shift()!();
      }
      expect((await Promise.all(outcomes)).every(({ outcome }) => outcome === "accepted")).toBe(true);
      expect(arrived).toEqual(numbers);
      expect(most).toBe(3);
    });

    test("CN3 without an answer the outcome is unknown", async () => {
      const { server, client } = await connected({ response_ms: 50 });
      server.onSubmit(async () => ({ outcome: "unknown" }));
      expect(await client.submit(outgoing())).toEqual({ outcome: "unknown" });
    });

    test("CN3 CN9 a line that breaks leaves what was sent unknown and what was not refused, and comes back", async () => {
      const { server, client, submitted } = await connected({ window: 1 });
      const seen = Promise.withResolvers<void>();
      server.onSubmit(() => {
        seen.resolve();
        return new Promise(() => undefined);
      });
      const outcomes = [client.submit(outgoing()), client.submit(outgoing())];
      await seen.promise;
      for (const session of server.sessions()) session.cut();
      expect(await Promise.all(outcomes)).toEqual([
        { outcome: "unknown" },
        { outcome: "refused", refusal: "closed", code: "local:not_connected" },
      ]);
      server.onSubmit(async (part) => {
        submitted.push(part);
        return { outcome: "accepted", message_id: part.message_id };
      });
      await until("a submit is taken", async () => (await client.submit(outgoing())).outcome === "accepted");
      expect(submitted).toHaveLength(1);
    });

    test("CN9 a carrier that restarts is found again", async () => {
      const { server, client } = await connected();
      const { port } = server;
      await server.close();
      const again = await carrier(port);
      await until("a submit is taken", async () => (await client.submit(outgoing())).outcome === "accepted");
      expect(again.submitted).toHaveLength(1);
    });

    test("CN10 closing waits for the answers that are due, and takes nothing more", async () => {
      const { server, client } = await connected();
      const decision = Promise.withResolvers<SubmitOutcome>();
      const seen = Promise.withResolvers<void>();
      let message_id = "";
      server.onSubmit((part) => {
        message_id = part.message_id;
        seen.resolve();
        return decision.promise;
      });
      const outcome = client.submit(outgoing());
      await seen.promise;
      const closed = client.close();
      expect(await client.submit(outgoing())).toMatchObject({ outcome: "refused", refusal: "closed" });
      decision.resolve({ outcome: "accepted", message_id });
      expect(await outcome).toEqual({ outcome: "accepted", message_id });
      await closed;
      expect(client.state).toBe("closed");
      await until("the server has no session left", () => server.sessions().length === 0);
    });
  });
}
