import type { Mutant } from "../mutant.ts";

/** What is found, by whom, and that nothing is forgotten. */
export const SEARCH: readonly Mutant[] = [
  {
    id: "M90",
    rule: "SE7",
    breaks: "what the index names is shown without asking who may read it",
    edits: [
      {
        file: "packages/server/src/search/search.ts",
        text: "if (!(await conversations.isMember(conversation_id, reader))) throw",
        instead: "if (conversation_id === null) throw",
      },
    ],
    caught_by: { "tests/scenarios/search.test.ts": ["SE7"] },
  },
  {
    id: "M91",
    rule: "SE1",
    breaks: "a character beside a word is not indexed with it",
    edits: [
      {
        file: "packages/server/src/search/terms.ts",
        text: '(kinds[at] === "dense" || kinds[at + 1] === "dense")',
        instead: '(kinds[at] === "dense" && kinds[at + 1] === "dense")',
      },
    ],
    caught_by: { "packages/server/src/search/terms.test.ts": ["SE1"] },
  },
  {
    id: "M92",
    rule: "SE3",
    breaks: "an edit does not reach the index",
    edits: [
      {
        file: "packages/server/src/search/searchable.ts",
        text: 'return content.type === "edit" || content.type === "recall" ? content.target : null;',
        instead: 'return content.type === "recall" ? content.target : null;',
      },
    ],
    caught_by: { "tests/scenarios/search.test.ts": ["SE3"] },
  },
  {
    id: "M93",
    rule: "SE4",
    breaks: "what was written while the index was away is never indexed",
    edits: [
      {
        file: "packages/server/src/search/indexer.ts",
        text: "if (position < last_seq) this.#moved.add(conversation_id);",
        instead: "",
      },
    ],
    caught_by: { "tests/scenarios/search.test.ts": ["SE4"] },
  },
  {
    id: "M94",
    rule: "MO7",
    breaks: "a stretch far back is joined to the newest messages over a hole",
    edits: [
      {
        file: "packages/client/src/model/timeline.ts",
        text: "if (stretch.end + 1 >= this.#conversation.log.first) this.#join(stretch);",
        instead: "this.#join(stretch);",
      },
    ],
    caught_by: { "packages/client/src/model/timeline-apart.test.ts": ["MO7"] },
  },
];
