import type { MessageView } from "@feiliao/client";

/** The message with a seq among messages that ascend by it; those that wait have none and come last. */
export function messageAt(messages: readonly MessageView[], seq: number): MessageView | undefined {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]!.seq ?? Number.POSITIVE_INFINITY) < seq) low = middle + 1;
    else high = middle;
  }
  return messages[low]?.seq === seq ? messages[low] : undefined;
}
