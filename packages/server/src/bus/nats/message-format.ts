import type { BusMessage } from "../bus.ts";
import { type ByteReader, MalformedError } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";

type Kind = BusMessage["kind"];
type MessageOf<K extends Kind> = Extract<BusMessage, { kind: K }>;

interface Field<T> {
  write(to: ByteWriter, value: T): void;
  read(from: ByteReader): T;
}

/** How a kind of message is written: its number, which is never given to another kind, and its fields in order. */
interface Format<K extends Kind> {
  number: number;
  fields: { [Name in Exclude<keyof MessageOf<K>, "kind">]: Field<MessageOf<K>[Name]> };
}

function text<T extends string>(): Field<T> {
  return { write: (to, value) => to.text(value), read: (from) => from.text() as T };
}

function nullable<T>(field: Field<T>): Field<T | null> {
  return {
    write(to, value) {
      to.u8(value === null ? 0 : 1);
      if (value !== null) field.write(to, value);
    },
    read: (from) => (readFlag(from) ? field.read(from) : null),
  };
}

function readFlag(from: ByteReader): boolean {
  const flag = from.u8();
  if (flag > 1) throw new MalformedError("a flag is neither 0 nor 1");
  return flag === 1;
}

const whole: Field<number> = { write: (to, value) => to.u32(value), read: (from) => from.u32() };

const packets: Field<Uint8Array[]> = {
  write(to, value) {
    to.u16(value.length);
    for (const packet of value) {
      to.u16(packet.length);
      to.bytes(packet);
    }
  },
  read: (from) => Array.from({ length: from.u16() }, () => from.bytes(from.u16())),
};

const FORMATS: { readonly [K in Kind]: Format<K> } = {
  conversation_frame: {
    number: 1,
    fields: { conversation_id: text(), frame: text(), origin: nullable(text()) },
  },
  account_frame: { number: 2, fields: { account_id: text(), frame: text() } },
  typing: { number: 3, fields: { conversation_id: text(), account_id: text(), frame: text() } },
  talk_packets: {
    number: 4,
    fields: { conversation_id: text(), talk_id: text(), talker: text(), first: whole, packets },
  },
  talk_ended: { number: 5, fields: { conversation_id: text(), talk_id: text(), packets: whole } },
  device_revoked: { number: 6, fields: { account_id: text(), device_id: text() } },
  audience_changed: { number: 7, fields: { conversation_id: text() } },
};

interface Plan {
  kind: Kind;
  number: number;
  fields: [string, Field<unknown>][];
}

const PLANS: Plan[] = Object.entries(FORMATS).map(([kind, { number, fields }]) => ({
  kind: kind as Kind,
  number,
  fields: Object.entries(fields),
}));
const BY_KIND = new Map(PLANS.map((plan) => [plan.kind, plan]));
const BY_NUMBER = new Map(PLANS.map((plan) => [plan.number, plan]));

export function writeMessage(to: ByteWriter, message: BusMessage): void {
  const { number, fields } = BY_KIND.get(message.kind)!;
  to.u8(number);
  const values: Record<string, unknown> = message;
  for (const [name, field] of fields) field.write(to, values[name]);
}

/** @throws {MalformedError} */
export function readMessage(from: ByteReader): BusMessage {
  const plan = BY_NUMBER.get(from.u8());
  if (!plan) throw new MalformedError("unknown kind of message");
  const message: Record<string, unknown> = { kind: plan.kind };
  for (const [name, field] of plan.fields) message[name] = field.read(from);
  return message as unknown as BusMessage;
}
