import { expect, test } from "bun:test";
import { initials, tintOf } from "./initials.ts";

test("a face shows the given name of a Chinese name, and the initials of others", () => {
  expect(initials("张小燕")).toBe("小燕");
  expect(initials("李雷")).toBe("李雷");
  expect(initials("Ada Lovelace")).toBe("AL");
  expect(initials("émile")).toBe("É");
});

test("a number without a name shows its last digits", () => {
  expect(initials("+86 138 0013 8042")).toBe("42");
  expect(initials("😀")).toBe("?");
});

test("an id keeps its colour", () => {
  expect(tintOf("acc_x")).toBe(tintOf("acc_x"));
  expect(tintOf("acc_x")).toBeLessThan(8);
});
