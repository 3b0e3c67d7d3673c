import type { BusMessage } from "../bus.ts";
import { ByteReader, MalformedError } from "./byte-reader.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { readMessage } from "./message-format.ts";

/**
 * What travels: several bus messages of a node as one, or a sign of life. Big-endian.
 *
 * ```
 * u8   version     of the messages; the header stays as it is in every version
 * u8   kind        1 heartbeat · 2 messages · 3 goodbye
 * 8 B  service     of its secret; nodes with another are not of this service
 * 16 B node        random, new with every start
 * u48  counter     envelopes with messages that the node has sent, this one included
 * messages, to the end, when the kind is 2
 * ```
 */
export const VERSION = 1;
export const ENVELOPE_KINDS = { heartbeat: 1, messages: 2, goodbye: 3 } as const;
export const SERVICE_BYTES = 8;
export const NODE_ID_BYTES = 16;
export const HEADER_BYTES = 2 + SERVICE_BYTES + NODE_ID_BYTES + 6;

/** Who sends. */
export interface Identity {
  service: Uint8Array;
  node: Uint8Array;
}

export type EnvelopeKind = keyof typeof ENVELOPE_KINDS;

export interface Header {
  kind: EnvelopeKind;
  version: number;
  /** In hexadecimal, as is the node. */
  service: string;
  node: string;
  counter: number;
}

const KIND_OF = new Map<number, EnvelopeKind>(
  (Object.entries(ENVELOPE_KINDS) as [EnvelopeKind, number][]).map(([kind, number]) => [number, kind]),
);

export function writeHeader(to: ByteWriter, kind: EnvelopeKind, from: Identity, counter: number): void {
  to.u8(VERSION);
  to.u8(ENVELOPE_KINDS[kind]);
  to.bytes(from.service);
  to.bytes(from.node);
  to.u48(counter);
}

/** @throws {MalformedError} */
export function readHeader(bytes: Uint8Array): Header {
  const from = new ByteReader(bytes);
  const version = from.u8();
  const kind = KIND_OF.get(from.u8());
  if (!kind) throw new MalformedError("unknown kind of envelope");
  const service = hex(from.bytes(SERVICE_BYTES));
  return { version, kind, service, node: hex(from.bytes(NODE_ID_BYTES)), counter: from.u48() };
}

export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** The messages behind a header. @throws {MalformedError} also when they are of another version */
export function readMessages(bytes: Uint8Array): BusMessage[] {
  if (bytes[0] !== VERSION) throw new MalformedError("another version");
  const from = new ByteReader(bytes.subarray(HEADER_BYTES));
  const messages: BusMessage[] = [];
  while (!from.atEnd) messages.push(readMessage(from));
  return messages;
}
