import { describe, expect, test } from "bun:test";
import type { ConversationKind, ErrorCode, GroupSettings, Role } from "@feiliao/protocol";
import {
  type Action,
  type ActionOnMember,
  DEFAULT_SETTINGS,
  type Facts,
  refusal,
  refusalOn,
  type Standing,
} from "./can.ts";

/**
 * Who may do what to whom, cell by cell. A cell is what the server answers, written by hand:
 * ok · `.` not_found (may not even know of the conversation) · F forbidden · M muted · B blocked ·
 * L link_invalid · N not_a_member (the object is not what the action needs it to be).
 */
const ANSWERS: Record<string, ErrorCode | null> = {
  ok: null,
  ".": "not_found",
  F: "forbidden",
  M: "muted",
  B: "blocked",
  L: "link_invalid",
  N: "not_a_member",
};

const NOW = Date.UTC(2026, 0, 1);

function active(role: Role, more: Partial<Standing> = {}): Standing {
  return { role, state: "active", muted_until: null, blocked: false, ...more };
}

function former(state: Standing["state"]): Standing {
  return { role: "member", state, muted_until: null, blocked: false };
}

/** Everybody there is; null is somebody who never had anything to do with the conversation. */
const PEOPLE: Record<string, Standing | null> = {
  owner: active("owner"),
  admin: active("admin"),
  member: active("member"),
  muted: active("member", { muted_until: NOW + 1 }),
  muted_admin: active("admin", { muted_until: NOW + 1 }),
  was_muted: active("member", { muted_until: NOW }),
  reader: active("member"),
  peer: active("member"),
  blocked: active("member", { blocked: true }),
  invited: former("invited"),
  requested: former("requested"),
  left: former("left"),
  removed: former("removed"),
  banned: former("banned"),
  stranger: null,
};

interface Place {
  kind: ConversationKind;
  settings?: Partial<GroupSettings>;
}

const GROUP: Place = { kind: "group" };
/** Only admins write and add, and who comes by link waits for them. */
const CLOSED: Place = {
  kind: "group",
  settings: { who_writes: "admins", who_adds: "admins", approval: true },
};
const CHANNEL: Place = { kind: "channel" };
const DIRECT: Place = { kind: "direct" };

function factsOf({ kind, settings }: Place, who: string, has_link = false): Facts {
  const membership = PEOPLE[who]!;
  return { kind, settings: { ...DEFAULT_SETTINGS, ...settings }, membership, has_link, now: NOW };
}

interface Cell {
  row: string;
  column: string;
  expected: ErrorCode | null;
}

/** The first line names the columns, the first word of every other line its row. */
function cellsOf(table: string): Cell[] {
  const [columns = [], ...rows] = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([row = "", ...answers]) => {
    if (answers.length !== columns.length) throw new Error(`${row} has ${answers.length} cells`);
    return answers.map((answer, index) => {
      const expected = ANSWERS[answer];
      if (expected === undefined) throw new Error(`${row} has an unknown answer: ${answer}`);
      return { row, column: columns[index]!, expected };
    });
  });
}

const OWN_ACTIONS: [string, Place, string][] = [
  [
    "in a group",
    GROUP,
    `
                        owner  admin  muted_admin  member  was_muted  muted  invited  requested  left  removed  banned  stranger
    read                ok     ok     ok           ok      ok         ok     .        .          .     .        .       .
    attend              ok     ok     ok           ok      ok         ok     .        .          .     .        .       .
    advance_receipts    ok     ok     ok           ok      ok         ok     .        .          .     .        .       .
    append              ok     ok     M            ok      ok         M      .        .          .     .        .       .
    mention_all         ok     ok     M            F       F          M      .        .          .     .        .       .
    edit                ok     ok     M            ok      ok         M      .        .          .     .        .       .
    recall              ok     ok     ok           ok      ok         ok     .        .          .     .        .       .
    react               ok     ok     M            ok      ok         M      .        .          .     .        .       .
    pin                 ok     ok     ok           F       F          F      .        .          .     .        .       .
    set_info            ok     ok     ok           F       F          F      .        .          .     .        .       .
    set_settings        ok     ok     ok           F       F          F      .        .          .     .        .       .
    set_disappearing    ok     ok     ok           F       F          F      .        .          .     .        .       .
    see_link            ok     ok     ok           ok      ok         ok     .        .          .     .        .       .
    make_link           ok     ok     ok           F       F          F      .        .          .     .        .       .
    answer_invitation   .      .      .            .       .          .      ok       .          .     .        .       .
    leave               ok     ok     ok           ok      ok         ok     .        .          .     .        .       .
    join                L      L      L            L       L          L      L        L          L     L        L       L
    request             L      L      L            L       L          L      L        L          L     L        L       L
    join+link           N      N      N            N       N          N      ok       ok         ok    ok       L       ok
    request+link        N      N      N            N       N          N      ok       N          ok    ok       L       ok
    `,
  ],
  [
    "in a group where only admins write, add and let in",
    CLOSED,
    `
                        owner  admin  member  muted  invited  requested  left  removed  banned  stranger
    read                ok     ok     ok      ok     .        .          .     .        .       .
    append              ok     ok     M       M      .        .          .     .        .       .
    mention_all         ok     ok     M       M      .        .          .     .        .       .
    edit                ok     ok     M       M      .        .          .     .        .       .
    recall              ok     ok     ok      ok     .        .          .     .        .       .
    react               ok     ok     ok      M      .        .          .     .        .       .
    pin                 ok     ok     F       F      .        .          .     .        .       .
    see_link            ok     ok     F       F      .        .          .     .        .       .
    make_link           ok     ok     F       F      .        .          .     .        .       .
    answer_invitation   .      .      .       .      ok       .          .     .        .       .
    leave               ok     ok     ok      ok     .        .          .     .        .       .
    join+link           N      N      N       N      ok       F          F     F        L       F
    request+link        N      N      N       N      ok       N          ok    ok       L       ok
    `,
  ],
  [
    "in a channel",
    CHANNEL,
    `
                        owner  admin  reader  invited  requested  left  removed  banned  stranger
    read                ok     ok     ok      .        .          .     .        .       .
    attend              ok     ok     ok      .        .          .     .        .       .
    advance_receipts    ok     ok     ok      .        .          .     .        .       .
    append              ok     ok     F       .        .          .     .        .       .
    mention_all         ok     ok     F       .        .          .     .        .       .
    edit                ok     ok     F       .        .          .     .        .       .
    recall              ok     ok     ok      .        .          .     .        .       .
    react               ok     ok     F       .        .          .     .        .       .
    pin                 ok     ok     F       .        .          .     .        .       .
    set_info            ok     ok     F       .        .          .     .        .       .
    set_settings        ok     ok     F       .        .          .     .        .       .
    set_disappearing    ok     ok     F       .        .          .     .        .       .
    see_link            ok     ok     F       .        .          .     .        .       .
    make_link           ok     ok     F       .        .          .     .        .       .
    answer_invitation   .      .      .       ok       .          .     .        .       .
    leave               ok     ok     ok      .        .          .     .        .       .
    join                L      L      L       L        L          L     L        L       L
    join+link           N      N      N       ok       ok         ok    ok       L       ok
    request+link        N      N      N       ok       N          ok    ok       L       ok
    `,
  ],
  [
    "in a direct conversation",
    DIRECT,
    `
                        peer  blocked  stranger
    read                ok    ok       .
    attend              ok    ok       .
    advance_receipts    ok    ok       .
    append              ok    B        .
    mention_all         F     B        .
    edit                ok    B        .
    recall              ok    ok       .
    react               ok    B        .
    pin                 ok    B        .
    set_info            F     F        .
    set_settings        F     F        .
    set_disappearing    ok    B        .
    see_link            F     F        .
    make_link           F     F        .
    answer_invitation   .     .        .
    leave               F     F        .
    join+link           L     L        L
    request+link        L     L        L
    `,
  ],
];

const ON_OTHERS: [string, Place, string, string][] = [
  [
    "the owner of a group",
    GROUP,
    "owner",
    `
                    owner  admin  muted_admin  member  muted  invited  requested  left  removed  banned  stranger
    add             N      N      N            N       N      N        ok         ok    ok       N       ok
    invite          N      N      N            N       N      N        ok         ok    ok       N       ok
    grant_request   N      N      N            N       N      N        ok         N     N        N       N
    remove          F      ok     ok           ok      ok     ok       ok         N     N        N       N
    ban             F      ok     ok           ok      ok     ok       ok         ok    ok       N       N
    unban           N      N      N            N       N      N        N          N     N        ok      N
    mute            F      ok     ok           ok      ok     N        N          N     N        N       N
    set_role        N      ok     ok           ok      ok     N        N          N     N        N       N
    hand_over       N      ok     ok           ok      ok     N        N          N     N        N       N
    remove_message  F      ok     ok           ok      ok     ok       ok         ok    ok       ok      ok
    `,
  ],
  [
    "an admin of a group",
    GROUP,
    "admin",
    `
                    owner  admin  muted_admin  member  muted  invited  requested  left  removed  banned  stranger
    add             N      N      N            N       N      N        ok         ok    ok       N       ok
    invite          N      N      N            N       N      N        ok         ok    ok       N       ok
    grant_request   N      N      N            N       N      N        ok         N     N        N       N
    remove          F      F      F            ok      ok     ok       ok         N     N        N       N
    ban             F      F      F            ok      ok     ok       ok         ok    ok       N       N
    unban           N      N      N            N       N      N        N          N     N        ok      N
    mute            F      F      F            ok      ok     N        N          N     N        N       N
    set_role        F      F      F            F       F      F        F          F     F        F       F
    hand_over       F      F      F            F       F      F        F          F     F        F       F
    remove_message  F      F      F            ok      ok     ok       ok         ok    ok       ok      ok
    `,
  ],
  [
    "a member of a group",
    GROUP,
    "member",
    `
                    owner  admin  member  muted  invited  requested  left  removed  banned  stranger
    add             N      N      N       N      N        F          ok    ok       N       ok
    invite          N      N      N       N      N        F          ok    ok       N       ok
    grant_request   F      F      F       F      F        F          F     F        F       F
    remove          F      F      F       F      F        F          F     F        F       F
    ban             F      F      F       F      F        F          F     F        F       F
    unban           F      F      F       F      F        F          F     F        F       F
    mute            F      F      F       F      F        F          F     F        F       F
    set_role        F      F      F       F      F        F          F     F        F       F
    hand_over       F      F      F       F      F        F          F     F        F       F
    remove_message  F      F      F       F      F        F          F     F        F       F
    `,
  ],
  [
    "a member of a group where only admins add",
    CLOSED,
    "member",
    `
                    owner  member  invited  requested  left  removed  banned  stranger
    add             F      F       F        F          F     F        F       F
    invite          F      F       F        F          F     F        F       F
    grant_request   F      F       F        F          F     F        F       F
    `,
  ],
  [
    "an admin of a channel",
    CHANNEL,
    "admin",
    `
                    owner  admin  reader  invited  requested  left  removed  banned  stranger
    add             N      N      N       N        ok         ok    ok       N       ok
    invite          N      N      N       N        ok         ok    ok       N       ok
    remove          F      F      ok      ok       ok         N     N        N       N
    ban             F      F      ok      ok       ok         ok    ok       N       N
    mute            F      F      ok      N        N          N     N        N       N
    set_role        F      F      F       F        F          F     F        F       F
    remove_message  F      F      ok      ok       ok         ok    ok       ok      ok
    `,
  ],
  [
    "a reader of a channel",
    CHANNEL,
    "reader",
    `
                    owner  admin  reader  invited  requested  left  removed  banned  stranger
    add             F      F      F       F        F          F     F        F       F
    remove          F      F      F       F        F          F     F        F       F
    ban             F      F      F       F        F          F     F        F       F
    mute            F      F      F       F        F          F     F        F       F
    remove_message  F      F      F       F        F          F     F        F       F
    `,
  ],
  [
    "a person of a direct conversation",
    DIRECT,
    "peer",
    `
                    peer  blocked  stranger
    add             F     F        F
    invite          F     F        F
    remove          F     F        F
    ban             F     F        F
    mute            F     F        F
    set_role        F     F        F
    hand_over       F     F        F
    remove_message  F     F        F
    `,
  ],
  ...["invited", "requested", "left", "removed", "banned", "stranger"].map(
    (who): [string, Place, string, string] => [
      `somebody who is ${who}`,
      GROUP,
      who,
      `
                      owner  member  requested  banned  stranger
      add             .      .       .          .       .
      invite          .      .       .          .       .
      grant_request   .      .       .          .       .
      remove          .      .       .          .       .
      ban             .      .       .          .       .
      unban           .      .       .          .       .
      mute            .      .       .          .       .
      set_role        .      .       .          .       .
      hand_over       .      .       .          .       .
      remove_message  .      .       .          .       .
      `,
    ],
  ),
];

let asserted = 0;

function assertCell(given: ErrorCode | null, { expected }: Cell): void {
  expect(given).toBe(expected);
  asserted += 1;
}

for (const [where, place, table] of OWN_ACTIONS) {
  describe(`what one may do ${where}`, () => {
    for (const cell of cellsOf(table)) {
      const [action, link] = cell.row.split("+");
      test(`${cell.column}: ${cell.row}: ${cell.expected ?? "allowed"}`, () => {
        assertCell(refusal(action as Action, factsOf(place, cell.column, link !== undefined)), cell);
      });
    }
  });
}

for (const [who, place, actor, table] of ON_OTHERS) {
  describe(`what ${who} may do to others`, () => {
    for (const cell of cellsOf(table)) {
      test(`${cell.row} ${cell.column}: ${cell.expected ?? "allowed"}`, () => {
        assertCell(refusalOn(cell.row as ActionOnMember, PEOPLE[cell.column]!, factsOf(place, actor)), cell);
      });
    }
  });
}

test("at least 400 cells were asserted, one by one", () => {
  expect(asserted).toBeGreaterThanOrEqual(400);
});
