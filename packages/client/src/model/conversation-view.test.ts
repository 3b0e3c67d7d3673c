import { expect, test } from "bun:test";
import { ME, PEER } from "../testing/log-server.ts";
import { testMember } from "../testing/member.ts";
import { Account } from "./account.ts";
import { Conversation } from "./conversation.ts";

const NUMBER = "tel:+8613800138001";

function conversationWith(members: readonly string[], kind: "direct" | "group" = "direct") {
  const account = new Account(ME, { position: 0, profile: null, remarkNames: new Map() });
  return new Conversation(
    {
      ...{ conversation_id: "con_a", kind, title: null, opened_by_me: true, listed: true, at: 0, epoch: 1 },
      ...{ address: null, state: "active", invited_by: null, info: null },
      token_seq: 0,
      members: members.map((account_id) =>
        testMember(account_id as typeof ME, 0, { address: kind === "direct" ? NUMBER : null }),
      ),
    },
    account,
    () => {},
  );
}

test("MO5: a conversation with oneself has one's own number as title on every device", () => {
  expect(conversationWith([ME]).view).toMatchObject({ title: "+8613800138001", address: NUMBER, peer: null });
});

test("a conversation with somebody has their number as title while no name is known", () => {
  expect(conversationWith([ME, PEER]).view).toMatchObject({ title: "+8613800138001", address: NUMBER });
});

test("a group has no address", () => {
  expect(conversationWith([ME, PEER], "group").view).toMatchObject({ address: null, peer: null });
});
