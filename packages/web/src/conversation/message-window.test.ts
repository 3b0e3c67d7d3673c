import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  afterChange,
  around,
  type MessageWindow,
  newer,
  newest,
  older,
  WINDOW_ROWS_MAX,
} from "./message-window.ts";

const step = fc.oneof(
  fc.constant({ kind: "older" as const }),
  fc.constant({ kind: "newer" as const }),
  fc.record({ kind: fc.constant("prepend" as const), count: fc.nat(60) }),
  fc.record({ kind: fc.constant("append" as const), count: fc.nat(60) }),
);

test("whatever happens, the window lies within the messages and has at most 160 rows", () => {
  fc.assert(
    fc.property(fc.nat(500), fc.array(step, { maxLength: 60 }), (initial, steps) => {
      let length = initial;
      let window = newest(length);
      for (const action of steps) {
        if (action.kind === "older") window = older(window);
        else if (action.kind === "newer") window = newer(window, length);
        else {
          const prepended = action.kind === "prepend" ? action.count : 0;
          const grown = length + action.count;
          const lengths = { length_before: length, length: grown };
          window = afterChange(window, { ...lengths, prepended, reached_newest: true });
          length = grown;
        }
        expect(window.start).toBeGreaterThanOrEqual(0);
        expect(window.end).toBeLessThanOrEqual(length);
        expect(window.end).toBeGreaterThanOrEqual(window.start);
        expect(window.end - window.start).toBeLessThanOrEqual(WINDOW_ROWS_MAX);
      }
    }),
  );
});

test("scrolling to the oldest and back to the newest shows both ends", () => {
  let window: MessageWindow = newest(1000);
  for (let i = 0; i < 40; i++) window = older(window);
  expect(window.start).toBe(0);
  for (let i = 0; i < 40; i++) window = newer(window, 1000);
  expect(window.end).toBe(1000);
});

test("older messages loaded before the window do not change what it shows", () => {
  expect(
    afterChange(
      { start: 10, end: 50 },
      { prepended: 30, length_before: 200, length: 230, reached_newest: true },
    ),
  ).toEqual({
    start: 40,
    end: 80,
  });
});

test("a window at the newest message follows new ones, one that is not stays", () => {
  const grown = { prepended: 0, length_before: 200, length: 203, reached_newest: true };
  expect(afterChange({ start: 120, end: 200 }, grown)).toEqual({ start: 120, end: 203 });
  expect(afterChange({ start: 20, end: 100 }, grown)).toEqual({ start: 20, end: 100 });
});

test("a window at the end of what was loaded far back stays when newer messages are loaded", () => {
  const grown = { prepended: 0, length_before: 200, length: 600, reached_newest: false };
  expect(afterChange({ start: 120, end: 200 }, grown)).toEqual({ start: 120, end: 200 });
});

test("a jump shows its target with its surroundings", () => {
  const window = around(500, 1000);
  expect(window.start).toBeLessThan(500);
  expect(window.end).toBeGreaterThan(500);
});
