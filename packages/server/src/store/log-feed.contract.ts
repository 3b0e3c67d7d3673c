import { expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import type { LogHead } from "./log-feed.ts";
import type { Store } from "./store.ts";
import { id, intentOf, openDirect, pair } from "./testing/cast.ts";

/** The part of the store contract about following all logs. */
export function logFeedContract(store: () => Store, settle: () => Promise<void>): void {
  test("every log is found once, page by page, with how far it goes", async () => {
    const cast = await pair(store());
    const own = await openDirect(store(), cast.alice.account_id, cast.alice.account_id);
    for (const key of ["a", "b"]) await store().conversations.append(intentOf(cast, key));
    await settle();
    await store().conversations.append(intentOf(cast, "c"));
    const heads: LogHead[] = [];
    for (let last: ConversationId | null = null; ; last = heads.at(-1)!.conversation_id) {
      const page: LogHead[] = await store().feed.heads(last, 1);
      if (page.length === 0) break;
      heads.push(...page);
    }
    expect(new Map(heads.map(({ conversation_id, last_seq }) => [conversation_id, last_seq]))).toEqual(
      new Map([
        [cast.conversation_id, 3],
        [own, 0],
      ]),
    );
    expect(heads).toHaveLength(2);
  });

  test("a log is followed from a position, whoever its members are", async () => {
    const cast = await pair(store());
    for (const key of ["a", "b"]) await store().conversations.append(intentOf(cast, key));
    await settle();
    await store().conversations.append(intentOf(cast, "c"));
    const { conversation_id } = cast;
    const unknown = id<ConversationId>("conversation");
    const read = async (after_seq: number, limit: number) => {
      const positions = [conversation_id, unknown].map((each) => ({ conversation_id: each, after_seq }));
      const [found, nothing] = await store().feed.entries(positions, limit);
      expect(nothing).toEqual([]);
      return found!.map(({ seq, client_id }) => `${seq}${client_id}`);
    };
    expect(await read(0, 10)).toEqual(["1a", "2b", "3c"]);
    expect(await read(1, 1)).toEqual(["2b"]);
    expect(await read(3, 10)).toEqual([]);
  });
}
