import { expect, test } from "bun:test";
import fc from "fast-check";
import { ONE_OF_EACH } from "../bus.contract.ts";
import type { BusMessage } from "../bus.ts";
import { MalformedError } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import {
  HEADER_BYTES,
  hex,
  NODE_ID_BYTES,
  readHeader,
  readMessages,
  SERVICE_BYTES,
  writeHeader,
} from "./envelope.ts";
import { writeMessage } from "./message-format.ts";

const node = Uint8Array.from({ length: NODE_ID_BYTES }, (_, index) => index);
const service = new Uint8Array(SERVICE_BYTES).fill(9);
const whole = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const counter = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const text = fc.string({ unit: "grapheme", maxLength: 40 });
const packets = fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 50 });

const message = fc.oneof(
  fc.record({
    kind: fc.constant("conversation_frame"),
    conversation_id: text,
    frame: text,
    origin: fc.option(text),
  }),
  fc.record({ kind: fc.constant("account_frame"), account_id: text, frame: text }),
  fc.record({
    kind: fc.constant("talk_packets"),
    conversation_id: text,
    talk_id: text,
    talker: text,
    first: whole,
    packets,
  }),
  fc.constantFrom(...ONE_OF_EACH),
) as fc.Arbitrary<BusMessage>;

function envelope(messages: readonly BusMessage[], count: number): Uint8Array {
  const writer = new ByteWriter();
  writeHeader(writer, "messages", { service, node }, count);
  for (const each of messages) writeMessage(writer, each);
  return writer.copy();
}

test("what was written is read, header and messages", () => {
  fc.assert(
    fc.property(fc.array(message), counter, (messages, count) => {
      const bytes = envelope(messages, count);
      expect(readHeader(bytes)).toEqual({
        version: 1,
        kind: "messages",
        service: hex(service),
        node: hex(node),
        counter: count,
      });
      expect(readMessages(bytes)).toEqual(messages);
    }),
  );
});

test("an envelope that was cut short anywhere is rejected, or ends between two messages", () => {
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 3 }), fc.nat(), (messages, at) => {
      const bytes = envelope(messages, 1);
      const cut = bytes.subarray(0, at % bytes.length);
      const read = wholeOrRejected(cut);
      if (read !== "rejected") expect(messages.slice(0, read.length)).toEqual(read);
    }),
  );
});

test("garbage is rejected or read, and nothing else happens", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void wholeOrRejected(bytes)));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const header = envelope([], 1);
      void wholeOrRejected(Buffer.concat([header, bytes]));
    }),
  );
});

test("messages of another version are rejected; their header is read", () => {
  const bytes = envelope([...ONE_OF_EACH], 7);
  bytes[0] = 2;
  expect(readHeader(bytes)).toMatchObject({ version: 2, counter: 7 });
  expect(() => readMessages(bytes)).toThrow(MalformedError);
});

test("text that is not UTF-8 is rejected", () => {
  const bytes = envelope([{ kind: "account_frame", account_id: "acc_a", frame: "x" } as BusMessage], 1);
  bytes[bytes.length - 1] = 0xff;
  expect(bytes.length).toBeGreaterThan(HEADER_BYTES);
  expect(() => readMessages(bytes)).toThrow(MalformedError);
});

function wholeOrRejected(bytes: Uint8Array): BusMessage[] | "rejected" {
  try {
    readHeader(bytes);
    return readMessages(bytes);
  } catch (failure) {
    expect(failure).toBeInstanceOf(MalformedError);
    return "rejected";
  }
}
