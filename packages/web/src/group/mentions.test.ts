import { expect, test } from "bun:test";
import type { Mentionable } from "./mentions.ts";
import { matching, mentionsIn, openMention } from "./mentions.ts";

const bob: Mentionable = { mention: "acc_bob", name: "Bob 老王" };
const carol: Mentionable = { mention: "acc_carol", name: "Carol" };
const all: Mentionable = { mention: "all", name: "everyone" };

test("an @ at the beginning, after a space or after Chinese text opens a mention; one in an address does not", () => {
  expect(openMention("@", 1)).toEqual({ at: 0, query: "" });
  expect(openMention("hi @Bo", 6)).toEqual({ at: 3, query: "Bo" });
  expect(openMention("你好@老", 4)).toEqual({ at: 2, query: "老" });
  expect(openMention("bob@example.org", 15)).toBeNull();
  expect(openMention("@Bob\nand", 8)).toBeNull();
});

test("only what stands before the caret counts", () => {
  expect(openMention("hi @Bob", 5)).toEqual({ at: 3, query: "B" });
  expect(openMention("hi @Bob", 2)).toBeNull();
});

test("names that begin with what was typed come first", () => {
  expect(matching([bob, carol], "")).toEqual([bob, carol]);
  expect(matching([bob, carol], "老")).toEqual([bob]);
  expect(matching([{ mention: "all", name: "Jacob" }, bob], "ob").map(({ name }) => name)).toContain("Jacob");
  expect(matching([{ mention: "all", name: "Jo Carol" }, carol], "car")[0]).toEqual(carol);
});

test("a text mentions those who were chosen and still stand in it", () => {
  expect(mentionsIn("@Bob 老王 and @everyone", [bob, carol, all])).toEqual(["acc_bob", "all"]);
  expect(mentionsIn("nobody", [bob])).toEqual([]);
});
