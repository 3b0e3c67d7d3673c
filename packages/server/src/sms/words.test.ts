import { expect, test } from "bun:test";
import type { EntryContent, Fold } from "@feiliao/protocol";
import { wordsOf } from "./words.ts";

const LINK = "https://chat.example.org/s#token";
const say = (content: EntryContent, fold?: Fold, locale: "zh-CN" | "en" = "zh-CN") =>
  wordsOf(content, fold, locale, () => LINK);
const text = (words: string): EntryContent => ({ type: "text", text: words });
const voice: EntryContent = { type: "voice", talk_id: "tlk_1" };
const spoken = (outcome: "complete" | "interrupted" | "cancelled", packets = 350): Fold => ({
  talk_end: {
    ...{ type: "talk_end", target: 1, talk_id: "tlk_1", outcome, packets, waveform: "" },
    duration_ms: packets * 20,
  },
});

test("SM5 a text is sent as it reads now", () => {
  expect(say(text("晚上见"))).toBe("晚上见");
  expect(say(text("晚上见"), { edit: { seqs: [2], at: 0, text: "明天见" } })).toBe("明天见");
});

test("SM5 what was recalled or has disappeared is not sent", () => {
  expect(say(text("x"), { recalled: { by: "acc_1", at: 0 } })).toBeNull();
  expect(say({ type: "erased" })).toBeNull();
});

test("SM6 a voice message is its length and a link, once it was spoken", () => {
  expect(say(voice, spoken("complete"))).toBe(`[语音 0:07] ${LINK}`);
  expect(say(voice, spoken("interrupted", 3_050), "en")).toBe(`[voice 1:01] ${LINK}`);
  expect(say(voice)).toBeNull();
  expect(say(voice, spoken("cancelled"))).toBeNull();
  expect(say(voice, spoken("complete", 0))).toBeNull();
});

test("SM6 a picture, a video and a file are a link, with their caption", () => {
  const blob = { blob_id: "blb_1", size: 1, thumbhash: "" } as const;
  const image: EntryContent = {
    type: "image",
    mime: "image/png",
    width: 1,
    height: 1,
    ...blob,
    caption: "看",
  };
  expect(say(image)).toBe(`[图片] ${LINK} 看`);
  const file: EntryContent = {
    type: "file",
    blob_id: "blb_1",
    name: "a.pdf",
    mime: "application/pdf",
    size: 1,
  };
  expect(say(file)).toBe(`[文件 a.pdf] ${LINK}`);
});

test("SM6 a place and a card are what they say", () => {
  expect(say({ type: "location", latitude: 39.9087, longitude: 116.3975, name: "天安门" })).toBe(
    "[位置 天安门] 39.90870,116.39750",
  );
  expect(say({ type: "contact_card", name: "老王", address: "tel:+8618600186002" })).toBe(
    "[名片 老王] +8618600186002",
  );
});
