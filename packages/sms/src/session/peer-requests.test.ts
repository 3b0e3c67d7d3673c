import { afterEach, describe, expect, test } from "bun:test";
import { Chance } from "@feiliao/testkit/chance";
import { until } from "@feiliao/testkit/until";
import { smppDialect } from "../smpp/dialect.ts";
import type { SmppPdu } from "../smpp/pdu.ts";
import { cutAll, endOf, sessionWith } from "../testing/session-stage.ts";
import { enquireLink, submitSm, submitSmResp } from "../testing/smpp-pdus.ts";

afterEach(cutAll);

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
    expect(await endOf(session.request(submitSm(9)))).toBe("draining, not_sent");
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
    const request = endOf(session.request(submitSm(1)));
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
