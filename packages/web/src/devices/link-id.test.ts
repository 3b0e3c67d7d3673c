import { expect, test } from "bun:test";
import { linkIdIn } from "./link-id.ts";

const LINK = "lnk_t8WmX0mQeG2JxS7y3N1bKA";

test("a link is found in what a code says, whichever way it was written", () => {
  expect(linkIdIn(`https://chat.example.org/link#${LINK}`)).toBe(LINK);
  expect(linkIdIn(LINK)).toBe(LINK);
  expect(linkIdIn(`#${LINK}`)).toBe(LINK);
});

test("nothing else is taken for one", () => {
  expect(linkIdIn("https://example.org/")).toBeNull();
  expect(linkIdIn(`${LINK}x`)).toBeNull();
  expect(linkIdIn("lnk_short")).toBeNull();
  expect(linkIdIn("")).toBeNull();
});
