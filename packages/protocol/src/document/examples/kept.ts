import { BOB_NUMBER, CONVERSATION, MINUTE_MS, NOW } from "./cast.ts";

/** Of operations on what a person keeps, and on messages that are there. */
export const KEPT_EXAMPLES = {
  "message/history": {
    input: { conversation_id: CONVERSATION, seq: 1 },
    output: {
      wordings: [
        { text: "吃了吗？", at: NOW },
        { text: "吃了吗？一起？", at: NOW + MINUTE_MS },
      ],
    },
  },
  "message/hide": { input: { conversation_id: CONVERSATION, seqs: [1] }, output: {} },
  "conversation/clear": { input: { conversation_id: CONVERSATION, up_to: 3 }, output: {} },
  "draft/set": {
    input: { conversation_id: CONVERSATION, text: "明天", reply_to: 1 },
    output: {},
  },
  "favourite/set": {
    input: {
      favourite_id: "01JD9Z7F3Q0B",
      message: { conversation_id: CONVERSATION, seq: 1 },
    },
    output: {},
  },
  "schedule/set": {
    input: {
      scheduled_id: "01JD9Z8H5R1D",
      conversation_id: CONVERSATION,
      content: { type: "contact_card" as const, name: "Bob", address: `tel:${BOB_NUMBER}` },
      due_at: NOW + 60 * MINUTE_MS,
    },
    output: {},
  },
  "schedule/cancel": { input: { scheduled_id: "01JD9Z8H5R1D" }, output: {} },
  "media/adopt": { input: { conversation_id: CONVERSATION, seq: 1 }, output: {} },
};
