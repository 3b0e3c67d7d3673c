import type { ConversationId } from "@feiliao/protocol";
import type { ContentPayload } from "../outbox/item.ts";
import type { SignedIn } from "../signed-in.ts";
import type { FeiliaoClient, MessageView, TalkRecording } from "../types.ts";
import { type ComposeParts, compose } from "./compose.ts";

interface ForwardParts {
  client: Pick<FeiliaoClient, "startTalk" | "talkPackets" | "conversation" | "profile">;
  platform: ComposeParts["platform"];
  signedIn(): SignedIn;
}

/** Sends copies of messages to each of the conversations, in their order; a voice message is spoken again. */
export async function forward(
  parts: ForwardParts,
  messages: readonly MessageView[],
  to: readonly ConversationId[],
): Promise<void> {
  const { client, platform, signedIn } = parts;
  const { outbox, sender } = signedIn();
  const voices = new Map<string, Uint8Array[]>();
  for (const message of messages) {
    if (message.content.type === "voice") voices.set(message.key, await client.talkPackets(message));
  }
  for (const conversation_id of to) {
    for (const message of messages) {
      const { content, seq } = message;
      if (content.type === "voice") {
        speakAgain(client.startTalk(conversation_id), voices.get(message.key)!, content.waveform);
        continue;
      }
      const payload = copyOf(message, authorOf(client, message));
      if (!payload) continue;
      const forwards = seq !== null ? { forwards: { conversation_id: message.conversation_id, seq } } : {};
      await compose({ outbox, sender, platform }, conversation_id, payload, forwards);
    }
  }
}

export function speakAgain(
  recording: TalkRecording,
  packets: readonly Uint8Array[],
  waveform: number[],
): void {
  for (const packet of packets) recording.push(packet);
  recording.finish(waveform);
}

/** The same content as something of one's own; null for what is not whole, or is not a message. */
function copyOf({ content }: MessageView, name: string | null): ContentPayload | null {
  const forwarded = { name };
  switch (content.type) {
    case "text": {
      const { text, preview } = content;
      return { type: "text", text, ...(preview && { preview }), forwarded };
    }
    case "image":
    case "file":
    case "video": {
      const { blob_id } = content;
      return blob_id ? { ...content, blob_id, forwarded } : null;
    }
    case "location":
    case "contact_card":
      return { ...content, forwarded } as ContentPayload;
    default:
      return null;
  }
}

/** Who wrote it first, as this person knows them. */
function authorOf(client: ForwardParts["client"], message: MessageView): string | null {
  if (message.forwarded) return message.forwarded.name;
  if (message.mine) return client.profile?.name ?? null;
  const conversation = client.conversation(message.conversation_id);
  if (conversation?.kind === "direct") return conversation.title;
  return conversation?.members.find(({ account_id }) => account_id === message.sender)?.name ?? null;
}
