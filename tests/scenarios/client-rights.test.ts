import { expect, test } from "bun:test";
import { type ConversationView, changesOf, type Rights, rightsOf } from "@feiliao/client";
import { conversationKind, type Member, memberState, role } from "@feiliao/protocol";
import {
  type Action,
  type ActionOnMember,
  DEFAULT_SETTINGS,
  type Facts,
  refusal,
  refusalOn,
  type Standing,
} from "@feiliao/server/conversation/can";

const NOW = 1_000;
const SETTINGS = [
  DEFAULT_SETTINGS,
  { ...DEFAULT_SETTINGS, who_writes: "admins", who_adds: "admins" },
] as const;

/** Every standing that can be: only active members have another role, and only groups have muted ones. */
const STANDINGS: Standing[] = memberState.options.flatMap((state) =>
  (state === "active" ? role.options : (["member"] as const)).flatMap((as) =>
    (state === "active" && as !== "owner" ? [null, NOW + 1] : [null]).map((muted_until) => ({
      ...{ role: as, state, muted_until, blocked: false },
    })),
  ),
);

function memberAs(account: string, { role, state, muted_until }: Standing): Member {
  return {
    ...{ account_id: `acc_${account}`, address: null, name: null, picture: null, role, state, muted_until },
    ...{ from_seq: 1, delivered: 0, read: 0, heard: 0 },
  };
}

function places(): { facts: Facts; rights: Rights; me: Member }[] {
  return conversationKind.options.flatMap((kind) =>
    SETTINGS.flatMap((settings) =>
      STANDINGS.filter(
        ({ role, muted_until }) => kind !== "direct" || (role === "member" && !muted_until),
      ).map((membership) => {
        const me = memberAs("me", membership);
        const info = {
          ...{ kind, title: null, picture: null, description: "", announcement: null, settings },
          ...{ disappear_after_s: 0 as const, pins: [], member_count: 2 },
        };
        const record = { kind, info, state: membership.state };
        return { facts: { kind, settings, membership, now: NOW }, rights: rightsOf({ record, me }), me };
      }),
    ),
  );
}

const SHOWN: [keyof Rights, Action][] = [
  ["mention_all", "mention_all"],
  ["manage", "set_info"],
  ["pin", "pin"],
  ["leave", "leave"],
];

test("what the SDK says that one may do is what the server lets one do", () => {
  for (const { facts, rights } of places()) {
    const write = [facts, "append", rights.write.may];
    expect(write).toEqual([facts, "append", refusal("append", facts) === null]);
    for (const [right, action] of SHOWN) {
      const muted = action === "mention_all" && facts.membership?.muted_until;
      if (!muted)
        expect([facts, right, rights[right]]).toEqual([facts, right, refusal(action, facts) === null]);
    }
    const add = refusalOn("add", null, facts) === null;
    expect([facts, "add", rights.add]).toEqual([facts, "add", add]);
  }
});

test("the changes of a member that the SDK offers are those that the server makes", () => {
  const actions: Record<ReturnType<typeof changesOf>[number], ActionOnMember> = {
    ...{ added: "grant_request", removed: "remove", banned: "ban", unbanned: "unban" },
    ...{ made_admin: "set_role", made_member: "set_role", made_owner: "hand_over", muted: "mute" },
    unmuted: "mute",
  };
  for (const { facts, rights, me } of places()) {
    if (facts.kind === "direct") continue;
    for (const object of STANDINGS) {
      if (me.role === "owner" && object.role === "owner") continue; // there is one
      const view: Pick<ConversationView, "me" | "rights"> = { me, rights };
      for (const change of changesOf(view, memberAs("other", object), NOW)) {
        expect([facts, object, change, refusalOn(actions[change], object, facts)]).toEqual([
          ...[facts, object, change, null],
        ]);
      }
    }
  }
});
