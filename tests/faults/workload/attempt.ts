import type { ConversationId, SendableContent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Device } from "@feiliao/testkit";
import { fingerprint, type Send } from "../audit/history.ts";

interface Attempt {
  conversation_id: ConversationId;
  client_id: string;
  content: SendableContent;
}

/** Sends once, in no order of the device's own, and writes down what came of it. */
export async function attempt(
  device: Device,
  { conversation_id, client_id, content }: Attempt,
): Promise<Send> {
  const { account_id, device_id } = device;
  const send: Send = {
    ...{ conversation_id, account_id, device_id, client_id, device_seq: null },
    content: fingerprint(content),
    invoked_at: performance.now(),
    completed_at: null,
    outcome: { type: "unknown" },
  };
  try {
    const ack = await device.call("message/send", { conversation_id, client_id, content });
    send.outcome = { type: "acknowledged", ...ack };
  } catch (failure) {
    if (failure instanceof FeiliaoError) send.outcome = { type: "rejected", code: failure.code };
  }
  send.completed_at = performance.now();
  return send;
}

export function text(words: string): SendableContent {
  return { type: "text", text: words };
}
