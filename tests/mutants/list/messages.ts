import type { Mutant } from "../mutant.ts";

/** What one does with messages: changes, what is deleted for oneself, and what is sent later. */
export const MESSAGES: readonly Mutant[] = [
  {
    id: "M110",
    rule: "CH1",
    breaks: "the app folds no change into a message that is only in its cache",
    edits: [
      {
        file: "packages/client/src/sync/kept-entries.ts",
        text: "  for (const change of unfolded) {",
        instead: "  for (const change of [] as typeof unfolded) {",
      },
    ],
    caught_by: { "packages/client/src/sync/kept-entries.test.ts": ["CH1 SY1"] },
  },
  {
    id: "M111",
    rule: "CH2",
    breaks: "the app leaves a change in its outbox that was refused for good",
    edits: [
      {
        file: "packages/client/src/outbox/sender.ts",
        text: "        else if (!isMessageItem(item)) await this.#undo(item, verdict.reason);\n",
        instead: "",
      },
    ],
    caught_by: { "packages/client/src/outbox/changes.test.ts": ["CH2"] },
  },
  {
    id: "M112",
    rule: "DR2",
    breaks: "what another device wrote takes the place of what is being written here",
    edits: [
      {
        file: "packages/client/src/drafts.ts",
        text: "if (device_id === this.#parts.device_id || this.#untold.has(conversation_id)) return;",
        instead: "if (device_id === this.#parts.device_id) return;",
      },
    ],
    caught_by: { "packages/client/src/drafts.test.ts": ["DR2"] },
  },
  {
    id: "M113",
    rule: "SC2",
    breaks: "a scheduled message is sent under a key of its own at every try",
    edits: [
      {
        file: "packages/server/src/scheduled/scheduled-messages.ts",
        text: "client_id: scheduled_id, now: clock.now() }, null);",
        instead: "client_id: String(clock.now()), now: clock.now() }, null);",
      },
    ],
    caught_by: { "tests/scenarios/scheduled.test.ts": ["SC2 D2"] },
  },
  {
    id: "M114",
    rule: "MS6",
    breaks: "the files of a favourite are not the person's own",
    edits: [
      {
        file: "packages/server/src/operations/favourite/set.ts",
        text: "  await adopt(store.media, account_id, content);\n",
        instead: "",
      },
    ],
    caught_by: { "tests/scenarios/messages.test.ts": ["MS6 a favourite"] },
  },
];
