import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import type { IdleRule } from "../session/idle-watch.ts";
import type { RequestFailed } from "../session/request-failed.ts";
import { Session, type SessionLimits } from "../session/session.ts";
import { smppDialect, smppSequences } from "../smpp/dialect.ts";
import type { SmppPdu } from "../smpp/pdu.ts";
import { RawEnd } from "./raw-end.ts";
import { submitSmResp } from "./smpp-pdus.ts";
import { socketPair } from "./socket-pair.ts";

const HEARTBEAT: IdleRule = { kind: "heartbeat", after_ms: 30_000, answer_ms: 10_000, misses_max: 2 };
const sessions: Session<SmppPdu>[] = [];

/** Cuts what a test has opened. */
export function cutAll(): void {
  for (const session of sessions.splice(0)) session.cut();
}

/** A session at one end of a real connection, and at the other what the test does by hand. */
export async function sessionWith(
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
export async function endOf(request: Promise<SmppPdu>): Promise<string> {
  try {
    return `answered ${(await request).status}`;
  } catch (failure) {
    const { failure: why, certainty } = failure as RequestFailed;
    return `${why}, ${certainty}`;
  }
}
