import type { AccountId, ConversationId, EntryContent, Event } from "@feiliao/protocol";
import fc from "fast-check";
import { type LogServer, ME, PEER } from "./log-server.ts";
import type { Replica } from "./replica.ts";
import { settled } from "./virtual-clock.ts";

export const CONVERSATIONS: ConversationId[] = ["con_a", "con_b"];

type Arrives = "now" | "never" | "late";

type Happening =
  | { type: "write"; conversation: number; mine: boolean; arrives: Arrives | "twice" }
  | { type: "speak" | "hush" | "interrupt"; conversation: number; arrives: Arrives }
  | {
      type: "change";
      change: Change;
      conversation: number;
      mine: boolean;
      of: number;
      arrives: Arrives | "twice";
    }
  | { type: "keep"; keep: Keep; conversation: number; of: number; arrives: Arrives | "twice" }
  | { type: "read"; conversation: number; by: AccountId; up_to: number; arrives: Arrives };

/** One thing that happens to a server, to what it says, or to the device that listens. */
export type Step =
  | Happening
  | { type: "roll_back"; conversation: number; lost: number; bumpEpoch: boolean }
  | { type: "pull" }
  | { type: "answer" }
  | { type: "late_events" };

const CHANGES = ["edit", "recall", "like", "laugh", "unlike", "pin", "unpin"] as const;
type Change = (typeof CHANGES)[number];

/** What one's other devices do with what belongs to oneself. */
const KEEPS = ["hide", "clear", "favourite", "unfavourite", "schedule", "unschedule"] as const;
type Keep = (typeof KEEPS)[number];

const conversation = fc.nat({ max: CONVERSATIONS.length - 1 });
const arrives = fc.constantFrom("now" as const, "never" as const, "late" as const);
const arrivesOrTwice = fc.constantFrom("now" as const, "never" as const, "twice" as const, "late" as const);
/** Which of those that are there, the latest first. */
const of = fc.nat({ max: 3 });

export const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    type: fc.constant("write" as const),
    conversation,
    mine: fc.boolean(),
    arrives: arrivesOrTwice,
  }),
  fc.record({
    type: fc.constant("change" as const),
    change: fc.constantFrom(...CHANGES),
    conversation,
    mine: fc.boolean(),
    of,
    arrives: arrivesOrTwice,
  }),
  fc.record({
    type: fc.constant("keep" as const),
    keep: fc.constantFrom(...KEEPS),
    conversation,
    of,
    arrives: arrivesOrTwice,
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

/** Makes one happen at the server; answers the events that tell of it. */
export function happen(server: LogServer, step: Happening): Event[] {
  const id = CONVERSATIONS[step.conversation]!;
  const voice = server.voiceEntries(id).at(-1);
  switch (step.type) {
    case "write":
      return [server.append(id, step.mine ? ME : PEER, { type: "text", text: "hello" })];
    case "read":
      return [server.advance(id, step.by, step.up_to)];
    case "change": {
      const target = server.messages(id).at(-1 - step.of)?.seq;
      if (target === undefined) return [];
      return server.appendAll(id, step.mine ? ME : PEER, changeOf(step.change, target));
    }
    case "keep":
      return keep(server, id, step);
    case "speak":
      return [server.append(id, PEER, { type: "voice", talk_id: "tlk_1" })];
    case "hush":
    case "interrupt":
      if (!voice) return [];
      return [
        server.append(id, PEER, {
          type: "talk_end",
          target: voice.seq,
          talk_id: "tlk_1",
          outcome: step.type === "hush" ? "complete" : "interrupted",
          ...{ packets: 10, duration_ms: 200, waveform: "" },
        }),
      ];
  }
}

function changeOf(change: Change, target: number): EntryContent {
  switch (change) {
    case "edit":
      return { type: "edit", target, text: "hallo" };
    case "recall":
      return { type: "recall", target };
    case "like":
      return { type: "reaction", target, emoji: "👍" };
    case "laugh":
      return { type: "reaction", target, emoji: "😂" };
    case "unlike":
      return { type: "reaction", target, emoji: null };
    case "pin":
    case "unpin":
      return { type: "pin", target, pinned: change === "pin" };
  }
}

function keep(
  server: LogServer,
  conversation_id: ConversationId,
  { keep, of }: Extract<Happening, { type: "keep" }>,
): Event[] {
  const message = server.messages(conversation_id).at(-1 - of);
  if (!message) return [];
  const { seq, sender } = message;
  const [favourite_id, scheduled_id] = [`${conversation_id}_${of}`, `s_${of}`];
  const content = { type: "text", text: "kept" } as const;
  switch (keep) {
    case "hide": {
      const key = `hidden ${conversation_id} ${seq}`;
      return [server.keep(key, { type: "hidden", conversation_id, seqs: [seq] })];
    }
    case "clear": {
      const key = `cleared ${conversation_id}`;
      return [server.keep(key, { type: "cleared", conversation_id, up_to: seq })];
    }
    case "favourite":
    case "unfavourite": {
      const kept = { conversation_id, seq, sender, sender_name: null, content, at: seq };
      const change = { type: "favourite", favourite_id, kept: keep === "favourite" ? kept : null } as const;
      return [server.keep(`favourite ${favourite_id}`, change)];
    }
    case "schedule":
    case "unschedule": {
      const waiting = { conversation_id, content, due_at: seq, failure: null };
      const scheduled = keep === "schedule" ? waiting : null;
      const change = { type: "scheduled", scheduled_id, message: scheduled } as const;
      return [server.keep(`scheduled ${scheduled_id}`, change)];
    }
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
      for (const event of happen(server, step)) {
        if (step.arrives === "now" || step.arrives === "twice") replica.sync.receive(event);
        if (step.arrives === "twice") replica.sync.receive(event);
        if (step.arrives === "late") late.push(event);
      }
    }
    await settled();
  }
}

/** Without a reconnection nothing but the epoch tells the events of one history from those of another. */
export function inNewEpoch(step: Step): Step {
  return step.type === "roll_back" ? { ...step, bumpEpoch: true } : step;
}
