import { afterEach, describe, expect, test } from "bun:test";
import type { SmppPdu } from "../smpp/pdu.ts";
import { cutAll, endOf, sessionWith } from "../testing/session-stage.ts";
import { enquireLink, submitSm, submitSmResp } from "../testing/smpp-pdus.ts";

afterEach(cutAll);

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
      void endOf(session.request(submitSm(sequence)));
      if (sequence % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await session.closed).toBe("overrun");
  });
});

describe("SW8 draining", () => {
  test("waits for the answers that are due, refuses new requests, and says goodbye", async () => {
    const { session, peer } = await sessionWith({ limits: { window: 1 } });
    const [sent, waiting] = [endOf(session.request(submitSm(1))), endOf(session.request(submitSm(2)))];
    await peer.next("submit_sm");
    const drained = session.drain();
    expect(await waiting).toBe("draining, not_sent");
    expect(await endOf(session.request(submitSm(3)))).toBe("draining, not_sent");
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
    const request = endOf(session.request(submitSm(1)));
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
