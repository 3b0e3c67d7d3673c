import { expect, test } from "bun:test";
import type { Member } from "@feiliao/protocol";
import { testMember } from "../testing/member.ts";
import { testView } from "../testing/view.ts";
import type { ConversationView } from "../types.ts";
import { findNames } from "./find-names.ts";

const member = (account: string, name: string | null): Member => testMember(`acc_${account}`, 0, { name });

function friend(title: string, own_name: string, number: string): ConversationView {
  const peer = member(title, own_name);
  return testView({
    conversation_id: `con_${title}`,
    title,
    address: `tel:${number}`,
    peer,
    me: member("me", "我"),
    members: [peer],
  });
}

const choir: ConversationView = {
  ...friend("合唱团", "", ""),
  ...{ kind: "group", peer: null, address: null, members: [member("me", "我"), member("wang", "王小明")] },
};
const everybody = [
  friend("老板", "王大伟", "+8613800138001"),
  friend("王小燕", "Swallow", "+8618600186002"),
  choir,
  friend("小王", "Bob", "+8618900189003"),
];
const shown = (typed: string) =>
  findNames(everybody, typed).map(({ conversation, by, text }) => `${conversation.title} ${by} ${text}`);

test("SR3 one's own name for somebody comes before their own, a number, and a member of a group", () => {
  expect(shown("王")).toEqual([
    "王小燕 title 王小燕",
    "小王 title 小王",
    "老板 own_name 王大伟",
    "合唱团 member 王小明",
  ]);
  expect(shown("wxm")).toEqual(["合唱团 member 王小明"]);
  expect(shown("swal")).toEqual(["王小燕 own_name Swallow"]);
});

test("SR3 numbers are found by their digits, however they are grouped; by two digits nothing is", () => {
  expect(shown("186 0018")).toEqual(["王小燕 number +8618600186002"]);
  expect(shown("9003")).toEqual(["小王 number +8618900189003"]);
  expect(shown("86")).toEqual([]);
});

test("SR3 nobody is found by their own membership of a group", () => {
  expect(shown("我")).toEqual([]);
});
