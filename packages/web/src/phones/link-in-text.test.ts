import { expect, test } from "bun:test";
import { linkIn } from "./link-in-text.ts";

test("the link ends where Chinese words go on without a space", () => {
  expect(linkIn("[图片] http://localhost:38935/s#KXRPVHbsBen94C0rj_Jmag（回复即可，退订回TD）")).toEqual({
    before: "[图片] ",
    url: "http://localhost:38935/s#KXRPVHbsBen94C0rj_Jmag",
    after: "（回复即可，退订回TD）",
  });
});

test("the stop of a sentence is not of the link", () => {
  expect(linkIn("See https://chat.example.org/s#a-b_.")).toMatchObject({
    url: "https://chat.example.org/s#a-b_",
    after: ".",
  });
});

test.each(["123456 is your code.\n@localhost #123456", "javascript:alert(1)", ""])(
  "%p has no link",
  (text) => {
    expect(linkIn(text)).toBeNull();
  },
);
