import { afterEach, describe, expect, test } from "bun:test";
import { cutAll, endOf, sessionWith } from "../testing/session-stage.ts";
import { submitSm, submitSmResp } from "../testing/smpp-pdus.ts";

afterEach(cutAll);

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
    const requests = [1, 2, 3, 4].map((sequence) => endOf(session.request(submitSm(sequence))));
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
    for (const sequence of [1, 2, 3, 4]) void endOf(session.request(submitSm(sequence)));
    expect(await endOf(session.request(submitSm(5)))).toBe("queue_full, not_sent");
    await peer.next("submit_sm", 2);
  });

  test("SW3 that nobody answers in time end as unknown, the oldest first, and make room", async () => {
    const { session, peer, clock } = await sessionWith();
    const first = endOf(session.request(submitSm(1)));
    clock.advance(3000);
    const second = endOf(session.request(submitSm(2)));
    const third = endOf(session.request(submitSm(3)));
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
    const requests = [1, 2, 3].map((sequence) => endOf(session.request(submitSm(sequence))));
    await peer.next("submit_sm", 2);
    peer.cut();
    expect(await Promise.all(requests)).toEqual(["closed, unknown", "closed, unknown", "closed, not_sent"]);
    await session.closed;
    expect(await endOf(session.request(submitSm(9)))).toBe("closed, not_sent");
  });

  test("SW3 that reuse a sequence that is still waiting end the one before it as unknown", async () => {
    const { session, peer } = await sessionWith();
    const before = endOf(session.request(submitSm(7)));
    const after = endOf(session.request(submitSm(7)));
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
