import { expect, test } from "bun:test";
import type { MessageView, VoiceView } from "@feiliao/client";
import { nextUnheard } from "./next-unheard.ts";

function voice(seq: number, phase: VoiceView["phase"] = "complete", mine = false): MessageView {
  return {
    key: `m${seq}`,
    conversation_id: "con_1",
    seq,
    sender: mine ? "acc_me" : "acc_bob",
    mine,
    at: 0,
    state: "sent",
    content: { type: "voice", talk_id: null, phase, packets: 1, duration_ms: 20, waveform: [] },
  };
}

test("playing goes on with the next voice message of somebody else that was not heard", () => {
  const messages = [
    voice(1),
    voice(2, "complete", true),
    voice(3, "cancelled"),
    voice(4, "live"),
    voice(5, "interrupted"),
  ];
  expect(nextUnheard(messages, messages[0]!, 1)?.key).toBe("m5");
});

test("it ends where everything was heard, and never goes back", () => {
  const messages = [voice(1), voice(2)];
  expect(nextUnheard(messages, messages[0]!, 2)).toBeUndefined();
  expect(nextUnheard(messages, messages[1]!, 0)).toBeUndefined();
});
