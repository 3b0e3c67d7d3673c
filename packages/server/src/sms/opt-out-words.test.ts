import { expect, test } from "bun:test";
import { optOutIn } from "./opt-out-words.ts";

test.each(["TD", " td\n", "ｔｄ", "T", "r", "N", "qx", "退订", "　拒收　", "Stop", "unsubscribe"])(
  "SI4 %p opts out",
  (text) => {
    expect(optOutIn(text)).toMatchObject({ out: true });
  },
);

test.each(["KT", "start", "开通"])("SI4 %p opts in again", (text) => {
  expect(optOutIn(text)).toMatchObject({ out: false });
});

test.each(["", "退订吧", "stop it", "TDD", "No", "1", "回复TD退订"])(
  "SI4 %p is a text as any other",
  (text) => {
    expect(optOutIn(text)).toBeNull();
  },
);
