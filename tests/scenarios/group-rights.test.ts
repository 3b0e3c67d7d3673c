import { expect, test } from "bun:test";
import type { CallInput, ErrorCode } from "@feiliao/protocol";
import { type Person, story } from "@feiliao/testkit";
import { befriend, change, groupOf, idOf, key, say } from "./groups-people.ts";

type Answer = ErrorCode | "ok";
type Group = Awaited<ReturnType<typeof groupOf>>;
type Doing = (person: Person, conversation_id: Group) => Promise<unknown>;

const answerOf = (doing: Promise<unknown>): Promise<Answer> =>
  doing.then(
    () => "ok",
    ({ code }: { code: ErrorCode }) => code,
  );

const set =
  (what: Omit<CallInput<"group/set">, "conversation_id" | "client_id">): Doing =>
  ({ device }, conversation_id) =>
    device.post("group/set", { conversation_id, client_id: key(), ...what });

/** What each of these people is answered: the owner, an admin, a member, a muted, an invited, a former member, a stranger. */
const PEOPLE_IN_ORDER = ["owner", "admin", "member", "muted", "invited", "removed", "stranger"] as const;

const ROWS: [string, Doing, Answer[]][] = [
  [
    "read",
    ({ device }, conversation_id) => device.post("conversation/read", { conversation_id }),
    ["ok", "ok", "ok", "ok", "not_found", "not_found", "not_found"],
  ],
  [
    "write",
    ({ device }, conversation_id) => say(device, conversation_id, "x"),
    ["ok", "ok", "ok", "muted", "not_found", "not_found", "not_found"],
  ],
  [
    "start a talk",
    ({ device }, conversation_id) =>
      device.call("talk/start", { conversation_id, client_id: key(), handle: 1 }),
    ["ok", "ok", "ok", "muted", "not_found", "not_found", "not_found"],
  ],
  [
    "type",
    ({ device }, conversation_id) => device.call("conversation/typing", { conversation_id, typing: true }),
    ["ok", "ok", "ok", "ok", "not_found", "not_found", "not_found"],
  ],
  [
    "advance receipts",
    ({ device }, conversation_id) => device.post("receipt/advance", { conversation_id, read: 1 }),
    ["ok", "ok", "ok", "ok", "not_found", "not_found", "not_found"],
  ],
  [
    "rename",
    set({ title: "Mondays" }),
    ["ok", "ok", "forbidden", "forbidden", "not_found", "not_found", "not_found"],
  ],
  [
    "announce",
    set({ announcement: "7:30" }),
    ["ok", "ok", "forbidden", "forbidden", "not_found", "not_found", "not_found"],
  ],
  [
    "change the settings",
    set({ settings: { history_for_new: false } }),
    ["ok", "ok", "forbidden", "forbidden", "not_found", "not_found", "not_found"],
  ],
  [
    "let messages disappear",
    set({ disappear_after_s: 0 }),
    ["ok", "ok", "forbidden", "forbidden", "not_found", "not_found", "not_found"],
  ],
  [
    "see the link",
    ({ device }, conversation_id) => device.post("group/link", { conversation_id }),
    ["ok", "ok", "ok", "ok", "not_found", "not_found", "not_found"],
  ],
  [
    "renew the link",
    ({ device }, conversation_id) => device.post("group/link", { conversation_id, renew: true }),
    ["ok", "ok", "forbidden", "forbidden", "not_found", "not_found", "not_found"],
  ],
  [
    "list the members",
    ({ device }, conversation_id) => device.post("group/members", { conversation_id }),
    ["ok", "ok", "ok", "ok", "not_found", "not_found", "not_found"],
  ],
];

test("what the matrix says is what people are answered", async () => {
  const cast = { alice: 1, bob: 1, carol: 1, dan: 1, erin: 1, frank: 1 } as const;
  await story(cast, async ({ alice, bob, carol, dan, erin, frank }) => {
    const conversation_id = await groupOf(alice, [bob, carol, dan, frank]);
    await change(alice, conversation_id, "made_admin", bob);
    await change(alice, conversation_id, "muted", dan);
    await alice.device.post("conversation/open", { address: erin.address });
    const asked = { conversation_id, client_id: key(), account_ids: [idOf(erin)] };
    expect(await alice.device.post("group/add", asked)).toMatchObject({ invited: [idOf(erin)] });
    await change(alice, conversation_id, "removed", frank);
    const other = await groupOf(frank, []); // to which the others are strangers

    for (const [what, doing, expected] of ROWS) {
      const given: Answer[] = [];
      for (const person of [alice, bob, carol, dan, erin, frank]) {
        given.push(await answerOf(doing(person, conversation_id)));
      }
      given.push(await answerOf(doing(carol, other)));
      expect([what, ...PEOPLE_IN_ORDER.map((who, index) => `${who} ${given[index]}`)]).toEqual([
        what,
        ...PEOPLE_IN_ORDER.map((who, index) => `${who} ${expected[index]}`),
      ]);
    }

    const on = (by: Person, what: CallInput<"group/change">["change"], whom: Person) =>
      answerOf(change(by, conversation_id, what, whom));
    for (const by of [carol, dan]) expect(await on(by, "removed", bob)).toBe("forbidden");
    for (const by of [erin, frank]) expect(await on(by, "removed", carol)).toBe("not_found");
    expect(await on(bob, "removed", alice)).toBe("forbidden");
    expect(await on(bob, "made_admin", carol)).toBe("forbidden");
    expect(await on(bob, "banned", frank)).toBe("ok");
    await befriend(alice, frank);
    const again = { conversation_id, client_id: key(), account_ids: [idOf(frank)] };
    expect(await alice.device.post("group/add", again)).toMatchObject({ refused: [idOf(frank)] });
    expect(await on(bob, "muted", carol)).toBe("ok");
    expect(await on(alice, "removed", bob)).toBe("ok");
    expect(await on(bob, "muted", carol)).toBe("not_found");
  });
});
