import { CLIENT_ID_PATTERN, type ConversationId, type HandlerInput, idPattern } from "@feiliao/protocol";
import { TEXT_CHARACTERS_MAX } from "@feiliao/protocol/content";

type Fields = Record<string, unknown>;

/**
 * Inputs of the two operations that are nearly all of the traffic, checked by hand: the schema's own check was a
 * tenth of what a message costs. What is accepted here is what the schema makes of it (frequent-inputs.test.ts
 * holds them against each other); null means that the schema decides.
 */
export function frequentInput(operation: string, input: unknown): unknown {
  if (typeof input !== "object" || input === null) return null;
  if (operation === "message/send") return textMessage(input as Fields);
  if (operation === "receipt/advance") return watermarks(input as Fields);
  return null;
}

function textMessage(input: Fields): HandlerInput<"message/send"> | null {
  const { conversation_id, client_id, content, device_seq, sms } = input;
  if (!isConversationId(conversation_id) || sms !== undefined) return null;
  if (typeof client_id !== "string" || !CLIENT_ID_PATTERN.test(client_id)) return null;
  if (typeof content !== "object" || content === null) return null;
  const { type, text } = content as Fields;
  if (type !== "text" || typeof text !== "string") return null;
  if (Object.keys(content).length > 2) return null; // a preview, an answer, a mention
  if (text.length < 1 || text.length > TEXT_CHARACTERS_MAX) return null;
  const message = { conversation_id, client_id, content: { type, text } as const };
  if (device_seq === undefined) return message;
  return isWhole(device_seq) && device_seq >= 1 ? { ...message, device_seq } : null;
}

function watermarks(input: Fields): HandlerInput<"receipt/advance"> | null {
  const { conversation_id, delivered, read, heard } = input;
  if (!isConversationId(conversation_id) || heard !== undefined) return null;
  if (!isWatermark(delivered) || !isWatermark(read)) return null;
  return { conversation_id, delivered, read };
}

const CONVERSATION_ID = idPattern("conversation");

function isConversationId(value: unknown): value is ConversationId {
  return typeof value === "string" && CONVERSATION_ID.test(value);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isWatermark(value: unknown): value is number {
  return isWhole(value) && value >= 0;
}
