import { expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import type { Store } from "../store.ts";
import { id, NOW } from "../testing/cast.ts";
import { ALICE, BOB, HANDSET } from "./testing.ts";
import { INCOMING_KEPT_MS, type OptOut, type UseThread } from "./threads.ts";

const DAY_MS = 86_400_000;
const OURS = "10690001";

export function smsThreadsContract(store: () => Store): void {
  const sms = () => store().sms;
  const chats = Array.from({ length: 11 }, () => id<ConversationId>("conversation"));
  const chat = (index: number) => chats[index]!;
  const use = (index: number, more: Partial<UseThread> = {}): UseThread => ({
    ...{ number: HANDSET, our_number: OURS, conversation_id: chat(index), sender: ALICE },
    ...{ extension_digits: 1, now: NOW },
    ...more,
  });

  test("ST1 a conversation keeps its extension, and no other of the handset has it", async () => {
    const threads = await Promise.all([1, 2, 1].map((index) => sms().useThread(use(index))));
    const [first, second] = threads.map(({ thread }) => thread.extension);
    expect([first, second].sort()).toEqual(["1", "2"]);
    expect(threads[2]!.thread.extension).toBe(first!);
    // Whichever of the three was there before the others.
    expect(threads.filter(({ first }) => first)).toHaveLength(2);
    expect(await sms().threadByExtension(HANDSET, OURS, first!)).toMatchObject({ conversation_id: chat(1) });
    expect(await sms().threadByExtension("+8613800138002", OURS, first!)).toBeNull();
    const other = await sms().useThread(use(9, { number: "+8613800138002" }));
    expect(other.thread.extension).toBe("1");
    const plain = await sms().useThread(use(1, { our_number: "10690002", extension_digits: 0 }));
    expect(plain.thread.extension).toBeNull();
  });

  test("ST1 when all extensions are taken, the one that was not used for longest is given away", async () => {
    for (let index = 1; index <= 9; index++) await sms().useThread(use(index, { now: NOW + index }));
    await sms().useThread(use(1, { now: NOW + 20 }));
    const { thread } = await sms().useThread(use(10, { now: NOW + 30 }));
    expect(thread.extension).toBe("2");
    expect(await sms().threadByExtension(HANDSET, OURS, "2")).toMatchObject({ conversation_id: chat(10) });
    expect(await sms().thread(HANDSET, OURS, chat(2))).toMatchObject({ extension: null });
  });

  test("ST1 a thread that was silent for seven days begins anew", async () => {
    await sms().useThread(use(1));
    expect(await sms().useThread(use(1, { now: NOW + 7 * DAY_MS }))).toMatchObject({ first: false });
    expect(await sms().useThread(use(1, { now: NOW + 15 * DAY_MS }))).toMatchObject({ first: true });
  });

  test("ST2 the threads of a handset are found by number, that used last first", async () => {
    await sms().useThread(use(1, { now: NOW }));
    await sms().useThread(use(2, { now: NOW + 2, sender: BOB }));
    await sms().useThread(use(3, { now: NOW + 1, our_number: "10690002" }));
    const found = async (our_number: string | null, since: number) =>
      (await sms().threadsOf(HANDSET, our_number, since)).map(({ conversation_id }) => conversation_id);
    expect(await found(OURS, 0)).toEqual([chat(2), chat(1)]);
    expect(await found(null, NOW + 1)).toEqual([chat(2), chat(3)]);
    expect(await sms().thread(HANDSET, OURS, chat(2))).toMatchObject({ last_sender: BOB, sent_at: NOW + 2 });
  });

  test("ST3 texts wait for one answer, and the question is asked once", async () => {
    const question = {
      number: HANDSET,
      our_number: OURS,
      choices: [chat(1), chat(2)],
      expires_at: NOW + DAY_MS,
    };
    const text = (client_id: string) => ({
      client_id,
      text: client_id,
      incomplete: client_id === "b",
      at: NOW,
    });
    const asked = [
      await sms().hold(question, text("a"), NOW),
      await sms().hold({ ...question, choices: [chat(3)] }, text("b"), NOW),
      await sms().hold(question, text("a"), NOW),
    ];
    expect(asked.map(({ asked_now }) => asked_now)).toEqual([true, false, false]);
    expect(await sms().question(HANDSET, OURS, NOW)).toEqual(question);
    expect(await sms().held(HANDSET, OURS)).toEqual([text("a"), text("b")]);
    expect(await sms().expiredQuestions(NOW + DAY_MS - 1, 10)).toEqual([]);
    expect(await sms().expiredQuestions(NOW + DAY_MS, 10)).toEqual([question]);
    expect(await sms().question(HANDSET, OURS, NOW + DAY_MS)).toBeNull();
    await sms().closeQuestion(HANDSET, OURS);
    expect(await sms().held(HANDSET, OURS)).toEqual([]);
    expect(await sms().expiredQuestions(NOW + DAY_MS, 10)).toEqual([]);
  });

  test("ST4 the last word of a number counts, with its evidence", async () => {
    const said = (out: boolean, word: string): OptOut => ({
      ...{ number: HANDSET, out, at: NOW },
      evidence: { link: "mobile", carrier_message_id: "1", word },
    });
    expect(await sms().optOut(HANDSET)).toBeNull();
    await sms().setOptOut(said(true, "TD"));
    expect(await sms().optedOut([HANDSET, "+8613800138002"])).toEqual(new Set([HANDSET]));
    expect(await sms().optOut(HANDSET)).toEqual(said(true, "TD"));
    await sms().setOptOut(said(false, "KT"));
    expect(await sms().optedOut([HANDSET])).toEqual(new Set());
  });

  test("ST5 an SMS that was dealt with is known for 30 days", async () => {
    expect(await sms().isSeen("mobile 1")).toBe(false);
    await sms().see("mobile 1", NOW);
    await sms().see("mobile 1", NOW);
    await sms().sweep(NOW + INCOMING_KEPT_MS);
    expect(await sms().isSeen("mobile 1")).toBe(true);
    await sms().sweep(NOW + INCOMING_KEPT_MS + 1);
    expect(await sms().isSeen("mobile 1")).toBe(false);
  });
}
