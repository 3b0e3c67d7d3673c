import { expect, test } from "bun:test";
import { CmppDialect } from "../cmpp/dialect.ts";
import type { CmppPdu } from "../cmpp/pdu.ts";
import { systemClock } from "../session/clock.ts";
import { Session } from "../session/session.ts";
import { RawEnd } from "../testing/raw-end.ts";
import { socketPair } from "../testing/socket-pair.ts";
import { counter } from "./counter.ts";

test("CN13 the count starts over after the last unsigned 32-bit number", () => {
  const next = counter(0xffff_fffe);
  expect([next(), next(), next(), next()]).toEqual([0xffff_fffe, 0xffff_ffff, 0, 1]);
});

test("CN13 requests find their answers across the wrap, in whatever order these come", async () => {
  const [ours, theirs] = await socketPair();
  const dialect = new CmppDialect(3);
  const session = new Session<CmppPdu>(ours, dialect, {
    clock: systemClock,
    idle: { kind: "unbind", after_ms: 60_000 },
    nextSequence: counter(0xffff_fffe),
    handle: async () => null,
    onFailure: undefined,
  });
  const peer = new RawEnd(theirs, dialect);
  const cancel = () => session.request({ command: "cancel", sequence: session.nextSequence(), msg_id: 1n });
  const answers = [cancel(), cancel(), cancel(), cancel()];
  await peer.next("cancel", 4);
  const asked = peer.received.map(({ sequence }) => sequence);
  expect(asked).toEqual([0xffff_fffe, 0xffff_ffff, 0, 1]);
  for (const sequence of asked.toReversed()) peer.send({ command: "cancel_resp", sequence, success_id: 0 });
  expect((await Promise.all(answers)).map(({ sequence }) => sequence)).toEqual(asked);
  session.cut();
});
