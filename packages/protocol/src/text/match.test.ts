import { expect, test } from "bun:test";
import { findQuery, queryOf } from "./match.ts";

const marked = (text: string, query: string): string | null => {
  const ranges = findQuery(text, queryOf(query));
  if (!ranges) return null;
  return ranges.reduceRight(
    (result, { start, end }) => `${result.slice(0, start)}[${result.slice(start, end)}]${result.slice(end)}`,
    text,
  );
};

test("two characters are found anywhere in a row of characters", () => {
  expect(marked("会议改到三点", "三点")).toBe("会议改到[三点]");
  expect(marked("会议改到三点", "点三")).toBeNull();
});

test("simplified finds traditional, and the other way round", () => {
  expect(marked("會議改到三點", "三点")).toBe("會議改到[三點]");
  expect(marked("会议改到三点", "會議")).toBe("[会议]改到三点");
});

test("a word is found from its beginning, in either case and without its accents", () => {
  expect(marked("Next Meetings at the café", "MEET cafe")).toBe("Next [Meet]ings at the [café]");
  expect(marked("permeet", "meet")).toBeNull();
  expect(marked("開會meeting", "meet")).toBe("開會[meet]ing");
});

test("a single letter or digit is found as a word of its own", () => {
  expect(marked("plan b, not bb", "b")).toBe("plan [b], not bb");
  expect(marked("3点 13点", "3点")).toBe("[3点] 13点");
  expect(marked("周5下午", "周5")).toBe("[周5]下午");
});

test("all pieces must be there, in any order; punctuation only separates", () => {
  expect(marked("三点，会议室", "会议 三点")).toBe("[三点]，[会议]室");
  expect(marked("三点，会议室", "三点 四点")).toBeNull();
  expect(marked("see you at 10:30", "10:30!")).toBe("see you at [10]:[30]");
});

test("places that touch or overlap are one", () => {
  expect(marked("哈哈哈哈", "哈哈哈")).toBe("[哈哈哈哈]");
  expect(marked("三点开会", "三点 点开")).toBe("[三点开]会");
});

test("pictures are found; what is neither letter, digit nor picture finds nothing", () => {
  expect(marked("好的👍👍", "👍")).toBe("好的[👍👍]");
  expect(marked("what?!", "?!")).toBeNull();
  expect(marked("what", "")).toBeNull();
});

test("ranges count UTF-16 units of the text as it is written", () => {
  expect(findQuery("😀 ＡＢ", queryOf("ab"))).toEqual([{ start: 3, end: 5 }]);
});
