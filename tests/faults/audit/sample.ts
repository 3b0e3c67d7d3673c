import type { AccountId, BlobId, ConversationId, DeviceId } from "@feiliao/protocol";
import { audit } from "./audit.ts";
import type { FinalLog, LoggedEntry } from "./final-log.ts";
import { fingerprint, type Received, type Send } from "./history.ts";

export const CONVERSATION: ConversationId = "con_alice_and_bob";
export const ALICE: AccountId = "acc_alice";
export const BOB: AccountId = "acc_bob";
export const PHONE: DeviceId = "dev_alice_phone";
export const LAPTOP: DeviceId = "dev_bob_laptop";
const PICTURE: BlobId = "blb_picture";

const content = (number: number) => fingerprint({ type: "text", text: `message ${number}` });

/** A faultless run that tests then damage: Alice's phone sends three messages, Bob's laptop has them all. */
export function sample() {
  const numbers = [1, 2, 3];
  const entries = numbers.map<LoggedEntry>((number) => ({
    seq: number,
    sender: ALICE,
    device_id: PHONE,
    client_id: `m${number}`,
    server_time: 1_000 + number,
    content: content(number),
  }));
  const sends = numbers.map<Send>((number) => ({
    conversation_id: CONVERSATION,
    account_id: ALICE,
    device_id: PHONE,
    client_id: `m${number}`,
    device_seq: number,
    content: content(number),
    blobs: number === 3 ? [PICTURE] : [],
    invoked_at: number * 10,
    completed_at: number * 10 + 5,
    outcome: { type: "acknowledged", epoch: 1, seq: number, server_time: 1_000 + number },
  }));
  const none = { delivered: 0, read: 0, heard: 0 };
  const log: FinalLog = {
    conversation_id: CONVERSATION,
    epoch: 1,
    last_seq: 3,
    entries,
    members: [
      { account_id: ALICE, since_seq: 1, until_seq: null, watermarks: { ...none } },
      { account_id: BOB, since_seq: 1, until_seq: null, watermarks: { delivered: 3, read: 2, heard: 0 } },
    ],
  };
  const received = entries.map<Received>((entry) => ({ ...entry }));
  const place = { conversation_id: CONVERSATION, account_id: BOB };
  const seen = { ...place, device_id: PHONE, view: "screen" as const, heard: 0 };
  return {
    log,
    state: { logs: [log], blobs: new Map<BlobId, "intact" | "missing" | "damaged">([[PICTURE, "intact"]]) },
    history: {
      sends,
      reads: [{ conversation_id: CONVERSATION, account_id: ALICE, invoked_at: 20, last_seq: 1 }],
      slices: [{ ...place, device_id: LAPTOP, epoch: 1, received, caught_up: true }],
      notifications: numbers.map((number) => ({
        device_id: LAPTOP,
        conversation_id: CONVERSATION,
        client_id: `m${number}`,
        sender: ALICE,
      })),
      receipts_seen: [
        { ...seen, delivered: 1, read: 0 },
        { ...seen, delivered: 3, read: 2 },
      ],
      receipts_answered: [{ ...place, delivered: 3, read: 2, heard: 0 }],
      effects: [{ key: "code for bob", times: 1, times_max: 1 }],
    },
  };
}

export type Sample = ReturnType<typeof sample>;

/** What the audit says of the run after this damage, each kind once. */
export function findingsAfter(damage: (run: Sample) => void): string[] {
  const run = sample();
  damage(run);
  const { findings } = audit(run.history, run.state);
  return [...new Set(findings.map(({ rule, kind }) => `${rule} ${kind}`))];
}

/** An entry put at the end of the log, with the seq that is due. */
export function append({ log }: Sample, entry: LoggedEntry): void {
  log.last_seq++;
  log.entries.push({ ...entry, seq: log.last_seq, server_time: 2_000 });
}
