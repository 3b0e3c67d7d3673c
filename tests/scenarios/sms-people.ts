import type { AccountChange, ConversationId, SmsProgress } from "@feiliao/protocol";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import {
  type Cast,
  converse,
  type Device,
  Handset,
  PEOPLE,
  type Stage,
  story,
  until,
} from "@feiliao/testkit";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Ten in the morning in Shanghai. */
const MORNING = Date.parse("2026-03-02T10:00:00+08:00");

export interface Scene extends Cast<"alice"> {
  /** Bob's phone: he has never heard of the app. */
  bob: Handset;
  conversation_id: ConversationId;
  clock: VirtualClock;
}

/** Alice has the app on two devices, Bob has a number; time passes as the story says. */
export function withBob(
  act: (scene: Scene) => Promise<void>,
  { settings = {}, overrides = {}, now = MORNING }: Stage & { now?: number } = {},
): Promise<void> {
  const clock = new VirtualClock();
  clock.advance(now - clock.now());
  return story(
    { alice: 2 },
    async (cast) => {
      const bob = new Handset(cast.server.url, PEOPLE.bob.number);
      const conversation_id = await converse(cast.alice, bob);
      await act({ ...cast, bob, conversation_id, clock });
    },
    { settings: { simulator_ports: null, ...settings }, overrides: { ...overrides, clock } },
  );
}

let keys = 0;

/** Writes to a conversation, agreeing to a price. */
export function write(
  device: Device,
  conversation_id: ConversationId,
  text: string,
  sms: { fen_max: number; at_night?: "now" | "wait" } = { fen_max: 100 },
) {
  const content = { type: "text", text } as const;
  return device.post("message/send", { conversation_id, client_id: `key ${keys++}`, content, sms });
}

/** What a device has been told of a message as SMS, the latest last; also of what was before it connected. */
export async function told(device: Device, seq: number): Promise<SmsProgress[]> {
  const pulled = (await device.post("sync/pull", {})).account;
  const pushed = device.events.flatMap((event) => (event.event === "account" ? [event.change] : []));
  return [...pushed, ...pulled]
    .filter((change): change is Extract<AccountChange, { type: "sms" }> => change.type === "sms")
    .filter((change) => change.seq === seq)
    .sort((a, b) => a.position - b.position)
    .map(({ progress }) => progress);
}

/** Lets time pass until a device is told so of a message. */
export function toldState(
  device: Device,
  seq: number,
  state: SmsProgress["state"],
  clock: VirtualClock,
): Promise<SmsProgress> {
  return until(`message ${seq} is ${state}`, async () => {
    clock.advance(1_000);
    return (await told(device, seq)).find((progress) => progress.state === state);
  });
}

/** Lets time pass in steps, so that whoever works by the clock gets to it. */
export async function pass(clock: VirtualClock, ms: number, steps = 20): Promise<void> {
  for (let step = 0; step < steps; step++) {
    clock.advance(ms / steps);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What a conversation's members have said, in its order. */
export async function textsOf(device: Device, conversation_id: ConversationId): Promise<string[]> {
  const { entries } = await device.post("conversation/read", { conversation_id });
  return entries.flatMap(({ content }) => (content.type === "text" ? [content.text] : []));
}
