import { expect, test } from "bun:test";
import fc from "fast-check";
import { matchName } from "./match-name.ts";
import { readingsOf } from "./pinyin.ts";

const marked = (name: string, typed: string): string | null => {
  const match = matchName(name, typed);
  if (!match) return null;
  const [{ start, end }] = match.highlights as [{ start: number; end: number }];
  return `${name.slice(0, start)}[${name.slice(start, end)}]${name.slice(end)}`;
};

test("SR1 a name is found by any part of it, in either script of Chinese and either case", () => {
  expect(marked("张小燕 Xiaoyan", "小燕")).toBe("张[小燕] Xiaoyan");
  expect(marked("張小燕", "张")).toBe("[張]小燕");
  expect(marked("Carol 陈小姐", "陳小")).toBe("Carol [陈小]姐");
  expect(marked("Zürich Choir", "zurich c")).toBe("[Zürich C]hoir");
  expect(marked("Zürich Choir", "oir")).toBe("Zürich Ch[oir]");
  expect(marked("张小燕", "王")).toBeNull();
  expect(marked("张小燕", " ")).toBeNull();
});

test("SR2 pinyin finds a name: whole, as initials, mixed, and while it is being typed", () => {
  for (const typed of ["zhangxiaoyan", "Zhang Xiao Yan", "zxy", "zhangxy", "zhxy", "zxiaoyan", "zhangxiaoya"])
    expect([typed, marked("张小燕", typed)]).toEqual([typed, "[张小燕]"]);
  expect(marked("张小燕", "zhangxia")).toBe("[张小]燕");
  expect(marked("张小燕", "xy")).toBe("张[小燕]");
  expect(marked("张小燕", "yx")).toBeNull();
  expect(marked("老王 Bob", "lw")).toBe("[老王] Bob");
  expect(marked("合唱团2026", "hct2")).toBe("[合唱团2]026");
});

test("SR2 each reading of a character counts", () => {
  for (const typed of ["chongqing", "zhongqing", "cq", "zq"]) expect(marked("重庆", typed)).toBe("[重庆]");
  for (const typed of ["zengli", "cengli"]) expect(marked("曾丽", typed)).toBe("[曾丽]");
  for (const typed of ["lvbu", "lubu"]) expect(marked("吕布", typed)).toBe("[吕布]");
  expect(readingsOf("单")).toContain("shan");
});

test("SR2 the pinyin of any row of characters, whole or as initials, finds them", () => {
  const character = fc.constantFrom(..."重庆会议张小燕王陈李长乐行单曾吕");
  fc.assert(
    fc.property(
      fc.array(character, { minLength: 1, maxLength: 5 }),
      fc.infiniteStream(fc.nat(9)),
      (name, picks) => {
        const spoken = name.map((each) => {
          const readings = readingsOf(each);
          return readings[picks.next().value! % readings.length]!;
        });
        const ways = [spoken.join(""), spoken.map((syllable) => syllable[0]).join("")];
        for (const typed of ways) expect(matchName(name.join(""), typed)?.fit).toBe("pinyin");
      },
    ),
  );
});

test("the beginning fits best, then that of a word, then the inside, then how it sounds", () => {
  const fits = (name: string, typed: string) => matchName(name, typed)?.fit;
  expect(fits("Bob 老王", "bob")).toBe("beginning");
  expect(fits("Bob 老王", "老")).toBe("word");
  expect(fits("Bob 老王", "王")).toBe("inside");
  expect(fits("Bob 老王", "wang")).toBe("pinyin");
});
