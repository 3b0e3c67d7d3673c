import type { ConversationId, SendableContent } from "@feiliao/protocol";
import type { Device } from "@feiliao/testkit";
import type { Finding } from "../audit/finding.ts";
import type { Send } from "../audit/history.ts";
import type { Seeded } from "../harness/seeded.ts";
import { attempt, text } from "./attempt.ts";

const COPIES_MIN = 2;
const COPIES_MAX = 5;
const KEYS_AT_ONCE = 32;

/** A message with its idempotency key. */
export interface Keyed {
  conversation_id: ConversationId;
  client_id: string;
  content: SendableContent;
}

export function keysIn(conversations: readonly ConversationId[], amount: number, random: Seeded): Keyed[] {
  return Array.from({ length: amount }, (_, index) => ({
    conversation_id: random.pick(conversations),
    client_id: `key ${index}`,
    content: text(`message ${index} 你好`),
  }));
}

/** Sends each key several times at once, on any of the devices, and some keys at a time. */
export async function sendCopies(
  keys: readonly Keyed[],
  devices: readonly Device[],
  random: Seeded,
): Promise<Send[]> {
  const sends: Send[] = [];
  for (let first = 0; first < keys.length; first += KEYS_AT_ONCE) {
    const copies = keys
      .slice(first, first + KEYS_AT_ONCE)
      .flatMap((key) => copiesOf(key, random).map((copy) => attempt(random.pick(devices), copy)));
    sends.push(...(await Promise.all(copies)));
  }
  return sends;
}

/** D2: every copy is answered with its ack, and each key is in the log once. */
export function repetition(sends: readonly Send[], keys: number, entries: number): Finding[] {
  const findings: Finding[] = sends
    .filter(({ outcome }) => outcome.type !== "acknowledged")
    .slice(0, 5)
    .map(({ client_id, outcome }) => ({
      rule: "D2",
      kind: "a repeat was not answered with its ack",
      detail: `${client_id}: ${JSON.stringify(outcome)}`,
    }));
  if (entries !== keys) findings.push({ rule: "D2", kind: "wrong count", detail: `${entries} of ${keys}` });
  return findings;
}

function copiesOf<Key>(key: Key, random: Seeded): Key[] {
  const count = COPIES_MIN + random.below(COPIES_MAX - COPIES_MIN + 1);
  return Array.from({ length: count }, () => key);
}
