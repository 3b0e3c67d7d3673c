import type { MessageView } from "@feiliao/client";

/** The voice message of somebody else that follows and was not heard yet, to be played of itself. */
export function nextUnheard(
  messages: readonly MessageView[],
  after: MessageView,
  heard: number,
): MessageView | undefined {
  const at = messages.findIndex(({ key }) => key === after.key);
  return messages
    .slice(at + 1)
    .find((message) => isPlayable(message) && !message.mine && message.seq! > heard);
}

function isPlayable({ content, seq }: MessageView): boolean {
  const ended = content.type === "voice" && (content.phase === "complete" || content.phase === "interrupted");
  return ended && seq !== null;
}
