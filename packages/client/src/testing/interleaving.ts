import type { AccountId, ConversationId, Event } from "@feiliao/protocol";
import fc from "fast-check";
import { type LogServer, ME, PEER } from "./log-server.ts";
import type { Replica } from "./replica.ts";
import { settled } from "./virtual-clock.ts";

export const CONVERSATIONS: ConversationId[] = ["con_a", "con_b"];

type Happening =
  | { type: "write"; conversation: number; mine: boolean; arrives: "now" | "never" | "twice" | "late" }
  | { type: "speak" | "hush" | "interrupt"; conversation: number; arrives: "now" | "never" | "late" }
  | { type: "read"; conversation: number; by: AccountId; up_to: number; arrives: "now" | "never" | "late" };

/** One thing that happens to a server, to what it says, or to the device that listens. */
export type Step =
  | Happening
  | { type: "roll_back"; conversation: number; lost: number; bumpEpoch: boolean }
  | { type: "pull" }
  | { type: "answer" }
  | { type: "late_events" };

const conversation = fc.nat({ max: CONVERSATIONS.length - 1 });
const arrives = fc.constantFrom("now" as const, "never" as const, "late" as const);
export const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    type: fc.constant("write" as const),
    conversation,
    mine: fc.boolean(),
    arrives: fc.constantFrom("now" as const, "never" as const, "twice" as const, "late" as const),
  }),
  fc.record({
    type: fc.constantFrom("speak" as const, "hush" as const, "interrupt" as const),
    conversation,
    arrives,
  }),
  fc.record({
    type: fc.constant("read" as const),
    conversation,
    by: fc.constantFrom(ME, PEER),
    up_to: fc.nat({ max: 20 }),
    arrives,
  }),
  fc.record({
    type: fc.constant("roll_back" as const),
    conversation,
    lost: fc.nat({ max: 5 }),
    bumpEpoch: fc.boolean(),
  }),
  fc.constantFrom<Step>({ type: "pull" }, { type: "answer" }, { type: "late_events" }),
);

/** Makes one happen at the server. */
export function happen(server: LogServer, step: Happening): Event | null {
  const id = CONVERSATIONS[step.conversation]!;
  const voice = server.voiceEntries(id).at(-1);
  switch (step.type) {
    case "write":
      return server.append(id, step.mine ? ME : PEER, { type: "text", text: "hello" });
    case "read":
      return server.advance(id, step.by, step.up_to);
    case "speak":
      return server.append(id, PEER, { type: "voice", talk_id: "tlk_1" });
    case "hush":
    case "interrupt":
      if (!voice) return null;
      return server.append(id, PEER, {
        type: "talk_end",
        target: voice.seq,
        talk_id: "tlk_1",
        outcome: step.type === "hush" ? "complete" : "interrupted",
        ...{ packets: 10, duration_ms: 200, waveform: "" },
      });
  }
}

export async function play(server: LogServer, replica: Replica, steps: Step[]): Promise<void> {
  const late: Event[] = [];
  for (const step of steps) {
    if (step.type === "pull") void replica.sync.pull();
    else if (step.type === "answer") await replica.deliverAnswer();
    else if (step.type === "late_events") for (const event of late.splice(0)) replica.sync.receive(event);
    else if (step.type === "roll_back") server.rollBack(CONVERSATIONS[step.conversation]!, step.lost, step);
    else {
      const event = happen(server, step);
      if (!event) continue;
      if (step.arrives === "now" || step.arrives === "twice") replica.sync.receive(event);
      if (step.arrives === "twice") replica.sync.receive(event);
      if (step.arrives === "late") late.push(event);
    }
    await settled();
  }
}

/** Without a reconnection nothing but the epoch tells the events of one history from those of another. */
export function inNewEpoch(step: Step): Step {
  return step.type === "roll_back" ? { ...step, bumpEpoch: true } : step;
}
