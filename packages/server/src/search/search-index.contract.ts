import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import { findQuery, queryOf } from "@feiliao/protocol/text/match";
import fc from "fast-check";
import { id } from "../store/testing/cast.ts";
import type { CandidateQuery, Document, IndexBatch, SearchIndex } from "./search-index.ts";
import { queryTerms } from "./terms.ts";

/** Hundreds of questions, on a disk that others use too. */
const LIMIT_MS = 60_000;
const NOW = Date.UTC(2026, 0, 1);
const CONVERSATIONS = Array.from({ length: 70 }, () => id<ConversationId>("conversation"));
const [HOME, WORK] = CONVERSATIONS as [ConversationId, ConversationId];
const WORDS = [
  "会议",
  "會議",
  "改到",
  "三点",
  "三天",
  "meet",
  "Meeting",
  "3点",
  "👍",
  "的",
  "hello",
  "一二三四五",
];
const QUERIES = [
  "会议",
  "三点",
  "三",
  "me",
  "meet",
  "meeting",
  "3点",
  "👍",
  "的",
  "h",
  "二三四",
  "meet 三点",
  "五 的",
];

/** What every search index must do. `open` is called again after `close`, on the same data when it is kept. */
export function searchIndexContract(
  name: string,
  open: () => Promise<SearchIndex>,
  { durable }: { durable: boolean },
): void {
  describe(`search index contract: ${name}`, () => {
    let index: SearchIndex;
    beforeEach(async () => {
      index = await open();
      await index.begin("1");
    });
    afterEach(() => index.close());

    const write = (...documents: Document[]) => index.write({ documents, positions: positionsOf(documents) });
    const find = async (query: string, more: Partial<CandidateQuery> = {}) => {
      const found = await index.candidates(asked(query, more));
      return found.candidates.map(({ seq }) => seq);
    };

    test("SE1 what was written is found by its terms, in the conversations that were asked for", async () => {
      await write(
        message(HOME, 1, "会议改到三点", 9),
        message(WORK, 1, "三点见", -9),
        message(HOME, 2, "好的"),
      );
      expect(await index.candidates(asked("三点"))).toMatchObject({
        candidates: [
          { conversation_id: HOME, seq: 1 },
          { conversation_id: WORK, seq: 1 },
        ],
        next: null,
      });
      expect(await find("三点", { conversations: [WORK] })).toEqual([1]);
      expect(await find("三点", { conversations: [id<ConversationId>("conversation")] })).toEqual([]);
      expect(await find("三点", { conversations: [] })).toEqual([]);
      expect(await find("三点 会议")).toEqual([1]);
      expect(await find("四点")).toEqual([]);
    });

    test(
      "SE2 it finds what looking through every text finds, the newest first, page by page",
      async () => {
        const text = fc
          .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 })
          .map((words) => words.join(""));
        const [texts] = fc.sample(fc.array(text, { minLength: 400, maxLength: 400 }), {
          numRuns: 1,
          seed: 1,
        });
        const documents = texts!.map((each, at) =>
          message(CONVERSATIONS[(at * 11) % 70]!, 1 + Math.floor(at / 70), each, at * 1_000),
        );
        for (let at = 0; at < documents.length; at += 150) await write(...documents.slice(at, at + 150));
        for (const conversations of [CONVERSATIONS, CONVERSATIONS.slice(0, 30), [HOME]])
          for (const query of QUERIES) {
            const expected = documents
              .filter(({ conversation_id }) => conversations.includes(conversation_id))
              .filter(({ searchable }) => findQuery(searchable!.text, queryOf(query)))
              .sort((a, b) => b.server_time - a.server_time);
            const found = await everyPage(asked(query, { conversations, limit: 7 }));
            const texts = new Map(documents.map((each) => [placeOf(each), each.searchable!.text]));
            const confirmed = found.filter((place) => findQuery(texts.get(place)!, queryOf(query)));
            expect([query, confirmed]).toEqual([query, expected.map(placeOf)]);
          }
      },
      LIMIT_MS,
    );

    test("SE3 what is edited is found by its new words, in its old place; what is recalled is not found", async () => {
      await write(message(HOME, 1, "周一", 1), message(HOME, 2, "周二", 2), message(HOME, 3, "周三", 3));
      await write(message(HOME, 2, "周六", 2), { ...message(HOME, 3, ""), searchable: null });
      expect(await find("周二")).toEqual([]);
      expect(await find("周三")).toEqual([]);
      expect(await find("周")).toEqual([2, 1]);
      await write(message(HOME, 3, "周三", 3));
      expect(await find("周")).toEqual([3, 2, 1]);
    });

    test("SE4 a batch that is written again changes nothing; positions only grow", async () => {
      const batch = [message(HOME, 1, "一一"), message(HOME, 2, "二二"), message(WORK, 5, "三三")];
      for (let time = 0; time < 2; time++) await write(...batch);
      await index.write({ documents: [], positions: [{ conversation_id: HOME, seq: 1 }] });
      expect(await find("一一")).toEqual([1]);
      expect(await index.positions(CONVERSATIONS)).toEqual(
        new Map([
          [HOME, 2],
          [WORK, 5],
        ]),
      );
    });

    test("those of one conversation come in the order of their seqs, also when their times are the same", async () => {
      const documents = Array.from({ length: 30 }, (_, at) => message(HOME, at + 1, "三点", 0));
      await write(...documents.slice(0, 10));
      await write(...documents.slice(10));
      const expected = documents.map(placeOf).reverse();
      expect(await everyPage(asked("三点", { limit: 4 }))).toEqual(expected);
    });

    test("files are found among everything, or alone", async () => {
      const file = {
        ...message(HOME, 2, "会议纪要.pdf"),
        searchable: { kind: "file", text: "会议纪要.pdf" },
      } as const;
      await write(message(HOME, 1, "会议"), file);
      expect(await find("会议")).toEqual([2, 1]);
      expect(await find("会议", { kind: "file" })).toEqual([2]);
      expect(await find("pdf")).toEqual([2]);
    });

    test("SE5 another version begins anew, and is not complete until somebody says so", async () => {
      await write(message(HOME, 1, "三点"));
      expect(await index.complete()).toBe(false);
      await index.setComplete(true);
      await index.begin("1");
      expect([await index.complete(), await find("三点")]).toEqual([true, [1]]);
      await index.begin("2");
      expect([await index.complete(), await find("三点")]).toEqual([false, []]);
      expect(await index.positions([HOME])).toEqual(new Map());
      await write(message(HOME, 1, "三点"));
      expect(await find("三点")).toEqual([1]);
    });

    test("a cursor that it did not give is refused", async () => {
      await write(message(HOME, 1, "三点"));
      for (const after of ["", "x", "1.2.3.4", "1'"])
        await expect(index.candidates(asked("三点", { after }))).rejects.toMatchObject({
          code: "bad_request",
        });
    });

    test("texts of any characters can be indexed", async () => {
      const texts = fc.sample(fc.string({ unit: "binary", maxLength: 40 }), { numRuns: 200, seed: 1 });
      await write(...texts.map((text, at) => message(HOME, at + 1, text)), message(HOME, 201, "三点"));
      expect(await find("三点")).toEqual([201]);
    });

    if (durable) {
      test("SE4 what was indexed is there after closing and opening again", async () => {
        await write(message(HOME, 1, "三点"));
        await index.setComplete(true);
        await index.close();
        index = await open();
        await index.begin("1");
        expect([await find("三点"), await index.complete()]).toEqual([[1], true]);
        expect(await index.positions([HOME])).toEqual(new Map([[HOME, 1]]));
      });
    }

    async function everyPage(query: CandidateQuery): Promise<string[]> {
      const places: string[] = [];
      for (let after: string | null = null; ; ) {
        const page = await index.candidates({ ...query, after });
        places.push(...page.candidates.map(placeOf));
        after = page.next;
        if (after === null) return places;
      }
    }
  });
}

function message(conversation_id: ConversationId, seq: number, text: string, after_ms = seq): Document {
  return { conversation_id, seq, server_time: NOW + after_ms, searchable: { kind: "message", text } };
}

function asked(query: string, more: Partial<CandidateQuery> = {}): CandidateQuery {
  const terms = queryTerms(queryOf(query));
  return { terms, conversations: CONVERSATIONS, kind: null, after: null, limit: 50, ...more };
}

function positionsOf(documents: readonly Document[]): IndexBatch["positions"] {
  const byConversation = Map.groupBy(documents, ({ conversation_id }) => conversation_id);
  return [...byConversation].map(([conversation_id, own]) => ({
    conversation_id,
    seq: Math.max(...own.map(({ seq }) => seq)),
  }));
}

const placeOf = ({ conversation_id, seq }: Pick<Document, "conversation_id" | "seq">) =>
  `${conversation_id} ${seq}`;
