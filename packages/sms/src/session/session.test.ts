import { afterEach, describe, expect, test } from "bun:test";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import { Chance } from "@feiliao/testkit/chance";
import { until } from "@feiliao/testkit/until";
import { smppDialect, smppSequences } from "../smpp/dialect.ts";
import type { SmppPdu } from "../smpp/pdu.ts";
import { RawEnd } from "../testing/raw-end.ts";
import { enquireLink, submitSm, submitSmResp } from "../testing/smpp-pdus.ts";
import { socketPair } from "../testing/socket-pair.ts";
import type { IdleRule } from "./idle-watch.ts";
import type { RequestFailed } from "./request-failed.ts";
import { Session, type SessionLimits } from "./session.ts";

const HEARTBEAT: IdleRule = { kind: "heartbeat", after_ms: 30_000, answer_ms: 10_000, misses_max: 2 };
const sessions: Session<SmppPdu>[] = [];

afterEach(() => {
  for (const session of sessions.splice(0)) session.cut();
});

/** A session at one end of a real connection, and at the other what the test does by hand. */
async function sessionWith(
  options: {
    limits?: Partial<SessionLimits>;
    idle?: IdleRule;
    handle?: (request: SmppPdu) => Promise<SmppPdu | null>;
  } = {},
) {
  const [ours, theirs] = await socketPair();
  const clock = new VirtualClock();
  const session = new Session(ours, smppDialect, {
    clock,
    idle: options.idle ?? HEARTBEAT,
    limits: { window: 2, waiting_max: 2, response_ms: 5000, ...options.limits },
    nextSequence: smppSequences(100),
    handle: options.handle ?? ((request) => Promise.resolve(submitSmResp(request.sequence))),
  });
  sessions.push(session);
  return { session, clock, peer: new RawEnd(theirs, smppDialect) };
}

/** What became of a request: the answer's status, or why there is none. */
async function end(request: Promise<SmppPdu>): Promise<string> {
  try {
    return `answered ${(await request).status}`;
  } catch (failure) {
    const { failure: why, certainty } = failure as RequestFailed;
    return `${why}, ${certainty}`;
  }
}

describe("requests", () => {
  test("are answered by sequence, in whatever order the answers come", async () => {
    const { session, peer } = await sessionWith();
    const [first, second] = [session.request(submitSm(1)), session.request(submitSm(2))];
    await peer.next("submit_sm", 2);
    peer.send(submitSmResp(2, "b"), submitSmResp(1, "a"));
    expect([await first, await second]).toEqual([submitSmResp(1, "a"), submitSmResp(2, "b")]);
  });

  test("SW4 beyond the window wait until one is answered, and go out in order", async () => {
    const { session, peer } = await sessionWith();
    const requests = [1, 2, 3, 4].map((sequence) => end(session.request(submitSm(sequence))));
    await peer.next("submit_sm", 2);
    expect(session.window).toMatchObject({ size: 2, outstanding: 2, waiting: 2 });
    peer.send(submitSmResp(2));
    await peer.next("submit_sm", 3);
    peer.send(submitSmResp(1), submitSmResp(3));
    await peer.next("submit_sm", 4);
    peer.send(submitSmResp(4));
    expect(await Promise.all(requests)).toEqual(Array(4).fill("answered 0"));
    expect(peer.received.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(session.window).toMatchObject({ outstanding: 0, waiting: 0 });
  });

  test("SW4 are refused when too many wait, and were certainly not sent", async () => {
    const { session, peer } = await sessionWith();
    for (const sequence of [1, 2, 3, 4]) void end(session.request(submitSm(sequence)));
    expect(await end(session.request(submitSm(5)))).toBe("queue_full, not_sent");
    await peer.next("submit_sm", 2);
  });

  test("SW3 that nobody answers in time end as unknown, the oldest first, and make room", async () => {
    const { session, peer, clock } = await sessionWith();
    const first = end(session.request(submitSm(1)));
    clock.advance(3000);
    const second = end(session.request(submitSm(2)));
    const third = end(session.request(submitSm(3)));
    clock.advance(2000);
    expect(await first).toBe("timed_out, unknown");
    await peer.next("submit_sm", 3);
    clock.advance(3000);
    expect(await second).toBe("timed_out, unknown");
    peer.send(submitSmResp(1), submitSmResp(3));
    expect(await third).toBe("answered 0");
  });

  test("SW3 end when the line breaks: unknown if they were sent, otherwise certainly not sent", async () => {
    const { session, peer } = await sessionWith();
    const requests = [1, 2, 3].map((sequence) => end(session.request(submitSm(sequence))));
    await peer.next("submit_sm", 2);
    peer.cut();
    expect(await Promise.all(requests)).toEqual(["closed, unknown", "closed, unknown", "closed, not_sent"]);
    await session.closed;
    expect(await end(session.request(submitSm(9)))).toBe("closed, not_sent");
  });

  test("SW3 that reuse a sequence that is still waiting end the one before it as unknown", async () => {
    const { session, peer } = await sessionWith();
    const before = end(session.request(submitSm(7)));
    const after = end(session.request(submitSm(7)));
    await peer.next("submit_sm", 2);
    peer.send(submitSmResp(7));
    expect(await Promise.all([before, after])).toEqual(["timed_out, unknown", "answered 0"]);
  });

  test("that cannot be written are refused and take no room", async () => {
    const { session } = await sessionWith();
    await expect(session.request(submitSm(1, "飞聊"))).rejects.toThrow(RangeError);
    expect(session.window).toMatchObject({ outstanding: 0 });
  });
});

describe("requests of the peer", () => {
  test("SW7 are answered as decided; those that cannot be decided are told to try again", async () => {
    const { peer } = await sessionWith({
      handle: ({ sequence }) =>
        sequence === 2 ? Promise.reject(new Error("disk full")) : Promise.resolve(submitSmResp(sequence)),
    });
    peer.send(submitSm(1), submitSm(2), submitSm(3));
    await peer.next("submit_sm_resp", 3);
    expect(Object.fromEntries(peer.received.map(({ sequence, status }) => [sequence, status]))).toEqual({
      1: 0,
      2: 0x58,
      3: 0,
    });
  });

  test("SW7 beyond the limit are told to try again at once", async () => {
    const { peer } = await sessionWith({ limits: { handling_max: 1 }, handle: () => new Promise(() => {}) });
    peer.send(submitSm(1), submitSm(2));
    expect(await peer.next("submit_sm_resp")).toMatchObject({ sequence: 2, status: 0x58 });
  });

  test("that are heartbeats and unknown commands are answered without anybody's decision", async () => {
    const { peer } = await sessionWith({ handle: () => new Promise(() => {}) });
    const body = new Uint8Array(3);
    peer.send(enquireLink(5), { command: "unknown", sequence: 6, status: 0, command_id: 0x103, body });
    expect(await peer.next("enquire_link_resp")).toMatchObject({ sequence: 5 });
    expect(await peer.next("generic_nack")).toMatchObject({ sequence: 6, status: 3 });
  });

  test("SW8 to say goodbye end the line also when nobody ever decides what was asked before", async () => {
    const { session, peer, clock } = await sessionWith({
      limits: { drain_ms: 3000 },
      handle: () => new Promise(() => {}),
    });
    peer.send(submitSm(1), { command: "unbind", sequence: 2, status: 0 });
    await until("the session takes nothing more", () => !session.isOpen);
    clock.advance(3000);
    expect(await session.closed).toBe("peer_unbound");
  });

  test("to say goodbye are answered after what was asked before", async () => {
    const decide = Promise.withResolvers<SmppPdu>();
    const { session, peer } = await sessionWith({ handle: () => decide.promise });
    peer.send(submitSm(1), { command: "unbind", sequence: 2, status: 0 });
    await until("the session takes nothing more", () => !session.isOpen);
    expect(await end(session.request(submitSm(9)))).toBe("draining, not_sent");
    decide.resolve(submitSmResp(1));
    await peer.closed();
    expect(peer.received.map(({ command }) => command)).toEqual(["submit_sm_resp", "unbind_resp"]);
    expect(await session.closed).toBe("peer_unbound");
  });
});

describe("SW2 a malformed PDU", () => {
  const truncated = smppDialect.encode(submitSm(77)).slice(0, 40);
  new DataView(truncated.buffer).setUint32(0, truncated.length);

  test.each([
    ["of an impossible length", Uint8Array.from([0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 9]), 0],
    ["beyond the limit", Uint8Array.from([0, 1, 0, 1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 9]), 0],
    ["whose fields are cut off", truncated, 77],
  ])("%s is answered with generic_nack and closes the session", async (_title, bytes, sequence) => {
    const { session, peer } = await sessionWith();
    const request = end(session.request(submitSm(1)));
    await peer.next("submit_sm");
    peer.write(bytes);
    expect(await peer.next("generic_nack")).toMatchObject({ sequence, status: 2 });
    await peer.closed();
    expect(await session.closed).toBe("malformed");
    expect(await request).toBe("closed, unknown");
  });

  test("or any other bytes leave no session that neither closes nor answers", async () => {
    const chance = new Chance(20_261_123, "bytes");
    for (let round = 0; round < 60; round++) {
      const { session, peer } = await sessionWith();
      const whole = smppDialect.encode(submitSm(round));
      const broken = whole.with(chance.integer(0, whole.length - 1), chance.integer(0, 255));
      for (const bytes of [whole, chance.pick([broken, chance.bytes(chance.integer(1, 200))])]) {
        for (let at = 0; at < bytes.length; at += 24) peer.write(bytes.slice(at, at + 24));
      }
      peer.send(enquireLink(1_000_000));
      // A length may have been changed to a larger one: then the session waits for the rest, which comes here.
      peer.write(new Uint8Array(smppDialect.frame.pdu_bytes_max));
      expect(await session.closed).toBe("malformed");
    }
  });

  test("that is a response is not answered, but closes the session too", async () => {
    const { session, peer } = await sessionWith();
    const response = smppDialect.encode(submitSmResp(1, "no end")).slice(0, -1);
    new DataView(response.buffer).setUint32(0, response.length);
    peer.write(response);
    expect(await session.closed).toBe("malformed");
    expect(peer.received).toEqual([]);
  });
});

describe("a silent peer", () => {
  test("SW5 is asked whether it is there, and the line is cut when it does not answer", async () => {
    const { session, peer, clock } = await sessionWith();
    clock.advance(30_000);
    await peer.next("enquire_link", 1);
    clock.advance(10_000);
    await peer.next("enquire_link", 2);
    clock.advance(10_000);
    expect(await session.closed).toBe("silent");
  });

  test("SW5 is left in peace as long as anything is heard of it", async () => {
    const { session, peer, clock } = await sessionWith();
    for (const round of [1, 2, 3, 4]) {
      clock.advance(30_000);
      const { sequence } = await peer.next("enquire_link", round);
      peer.send(enquireLink(round));
      await peer.next("enquire_link_resp", round);
      peer.send({ command: "enquire_link_resp", sequence, status: 0 });
    }
    expect(session.isOpen).toBe(true);
  });

  test("SW5 is left with a goodbye where the protocol has no heartbeat", async () => {
    const { session, peer, clock } = await sessionWith({ idle: { kind: "unbind", after_ms: 30_000 } });
    clock.advance(30_000);
    const { sequence } = await peer.next("unbind");
    peer.send({ command: "unbind_resp", sequence, status: 0 });
    expect(await session.closed).toBe("drained");
  });

  test("SW6 that takes nothing from us is given up before we hold too much for it", async () => {
    const { session, peer } = await sessionWith({
      limits: { window: 100_000, unsent_bytes_max: 64 * 1024 },
    });
    peer.stall();
    for (let sequence = 1; sequence < 100_000 && session.isOpen; sequence++) {
      void end(session.request(submitSm(sequence)));
      if (sequence % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await session.closed).toBe("overrun");
  });
});

describe("SW8 draining", () => {
  test("waits for the answers that are due, refuses new requests, and says goodbye", async () => {
    const { session, peer } = await sessionWith({ limits: { window: 1 } });
    const [sent, waiting] = [end(session.request(submitSm(1))), end(session.request(submitSm(2)))];
    await peer.next("submit_sm");
    const drained = session.drain();
    expect(await waiting).toBe("draining, not_sent");
    expect(await end(session.request(submitSm(3)))).toBe("draining, not_sent");
    peer.send(submitSm(50), submitSmResp(1));
    expect(await sent).toBe("answered 0");
    expect(await peer.next("submit_sm_resp")).toMatchObject({ sequence: 50, status: 0x58 });
    const { sequence } = await peer.next("unbind");
    peer.send({ command: "unbind_resp", sequence, status: 0 });
    await drained;
    expect(await session.closed).toBe("drained");
    expect(peer.received.filter(({ command }) => command === "submit_sm")).toHaveLength(1);
  });

  test("ends also when the peer does not answer any more", async () => {
    const { session, peer, clock } = await sessionWith();
    const request = end(session.request(submitSm(1)));
    await peer.next("submit_sm");
    const drained = session.drain();
    clock.advance(5000);
    expect(await request).toBe("timed_out, unknown");
    await peer.next("unbind");
    clock.advance(5000);
    await drained;
  });

  test("ends also when nobody ever decides what the peer had asked", async () => {
    const { session, peer, clock } = await sessionWith({
      limits: { drain_ms: 3000 },
      handle: () => new Promise(() => {}),
    });
    peer.send(submitSm(1), enquireLink(2));
    await peer.next("enquire_link_resp");
    const drained = session.drain();
    clock.advance(3000);
    await drained;
  });

  test("answers first what the peer had asked", async () => {
    const decide = Promise.withResolvers<SmppPdu>();
    const { session, peer } = await sessionWith({ handle: () => decide.promise });
    peer.send(submitSm(1), enquireLink(2));
    await peer.next("enquire_link_resp");
    const drained = session.drain();
    peer.send(enquireLink(3));
    await peer.next("enquire_link_resp", 2);
    decide.resolve(submitSmResp(1));
    const { sequence } = await peer.next("unbind");
    expect(peer.received.map(({ command }) => command).slice(-2)).toEqual(["submit_sm_resp", "unbind"]);
    peer.send({ command: "unbind_resp", sequence, status: 0 });
    await drained;
  });
});
