import { expect, test } from "bun:test";
import fc from "fast-check";
import type { EntryContent, TalkEndContent } from "./content.ts";
import type { Fold } from "./entry.ts";
import { type Change, foldChange } from "./fold.ts";
import type { AccountId } from "./ids.ts";

const PEOPLE: AccountId[] = ["acc_1", "acc_2", "acc_3"];
const TARGET = 1;

function change(seq: number, sender: AccountId, content: EntryContent): Change {
  return { seq, sender, server_time: 1_000 + seq, content };
}

/** What changes make of their target, one after the other. */
function folded(changes: readonly Change[], before?: Fold): Fold | undefined {
  return changes.reduce((fold, next) => foldChange(fold, next).fold, before);
}

const reaction = (emoji: string | null): EntryContent => ({ type: "reaction", target: TARGET, emoji });
const edit = (text: string): EntryContent => ({ type: "edit", target: TARGET, text });
const RECALL: EntryContent = { type: "recall", target: TARGET };

function talkEnd(outcome: TalkEndContent["outcome"], packets: number): TalkEndContent {
  const [talk_id, duration_ms] = ["tlk_1" as const, packets * 20];
  return { type: "talk_end", target: TARGET, talk_id, outcome, packets, duration_ms, waveform: "" };
}

test("the last of somebody's reactions counts, and null takes it back", () => {
  const [alice, bob] = [PEOPLE[0]!, PEOPLE[1]!];
  const both = [change(2, alice, reaction("👍")), change(3, bob, reaction("👍"))];
  expect(folded(both)).toEqual({ reactions: [{ emoji: "👍", accounts: [alice, bob] }] });
  expect(folded([...both, change(4, alice, reaction("😀"))])).toEqual({
    reactions: [
      { emoji: "👍", accounts: [bob] },
      { emoji: "😀", accounts: [alice] },
    ],
  });
  expect(folded([both[0]!, change(4, alice, reaction(null))])).toBeUndefined();
});

test("an edit says the new words and which entries hold them; a recall erases the message and its edits", () => {
  const edits = [change(2, PEOPLE[0]!, edit("a")), change(3, PEOPLE[0]!, edit("b"))];
  expect(folded(edits)).toEqual({ edit: { seqs: [2, 3], at: 1_003, text: "b" } });
  expect(foldChange(folded(edits), change(4, PEOPLE[0]!, RECALL))).toEqual({
    fold: { recalled: { by: PEOPLE[0]!, at: 1_004 } },
    content: { type: "erased" },
    erased: [2, 3],
  });
});

test("nothing changes what was recalled", () => {
  const recalled = folded([change(2, PEOPLE[0]!, RECALL)]);
  const later = [edit("a"), reaction("👍"), RECALL, talkEnd("complete", 1)];
  for (const content of later) expect(folded([change(3, PEOPLE[1]!, content)], recalled)).toEqual(recalled);
});

test("D13 an interrupted talk may go on; any other end is the last", () => {
  const ends = [talkEnd("interrupted", 1), talkEnd("interrupted", 3), talkEnd("complete", 5)];
  const told = ends.map((content, index) => change(2 + index, PEOPLE[0]!, content));
  expect(folded(told)).toEqual({ talk_end: ends[2]! });
  expect(folded(told, folded(told))).toEqual({ talk_end: ends[2]! });
});

test("D11 changes that are folded already change nothing: a device may see them again, from any of them on", () => {
  const content = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(reaction("👍"), reaction("😀"), reaction("🎉"), reaction(null)) },
    { weight: 2, arbitrary: fc.constantFrom(edit("a"), edit("b")) },
    { weight: 1, arbitrary: fc.constant(RECALL) },
  );
  const one = fc.record({ sender: fc.constantFrom(...PEOPLE), content });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), fc.nat(12), (written, from) => {
      const changes = written.map(({ sender, content }, index) => change(2 + index, sender, content));
      const fold = folded(changes);
      expect(folded(changes.slice(from), fold)).toEqual(fold);
    }),
    { numRuns: 500 },
  );
});
