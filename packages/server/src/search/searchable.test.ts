import { expect, test } from "bun:test";
import type { Entry, EntryContent } from "@feiliao/protocol";
import { searchableOf } from "./searchable.ts";

const entryOf = (content: EntryContent, more: Partial<Entry> = {}): Entry => ({
  ...{ seq: 1, sender: "acc_a", device_id: "dev_a", client_id: "a", server_time: 0, enc: 0, content },
  ...more,
});
const picture = { type: "image", blob_id: "blb_a", mime: "image/png", size: 1, width: 1, height: 1 } as const;
const file = {
  type: "file",
  blob_id: "blb_a",
  name: "会议纪要.pdf",
  mime: "application/pdf",
  size: 1,
} as const;

test("SE1 what can be searched of a message is what people wrote in it, or the name of its file", () => {
  const shown = (content: EntryContent) => searchableOf(entryOf(content));
  expect(shown({ type: "text", text: "三点" })).toEqual({ kind: "message", text: "三点" });
  expect(shown({ ...picture, thumbhash: "", caption: "海边" })).toEqual({ kind: "message", text: "海边" });
  expect(shown({ ...picture, thumbhash: "" })).toBeNull();
  expect(shown(file)).toEqual({ kind: "file", text: "会议纪要.pdf" });
  expect(shown({ ...file, caption: "请看" })).toEqual({ kind: "file", text: "会议纪要.pdf\n请看" });
  expect(shown({ type: "location", latitude: 0, longitude: 0, name: "人民广场" })?.text).toBe("人民广场");
  expect(shown({ type: "contact_card", name: "老王", address: "tel:+8618600186002" })?.text).toBe(
    "老王\n+8618600186002",
  );
  expect(shown({ type: "edit", target: 1, text: "四点" })).toBeNull();
  expect(shown({ type: "erased" })).toBeNull();
});

test("SE3 an edit takes the place of the words; what is encrypted has none", () => {
  const fold = { edit: { seqs: [2], at: 0, text: "四点" } };
  expect(searchableOf(entryOf({ type: "text", text: "三点" }, { fold }))?.text).toBe("四点");
  expect(searchableOf(entryOf({ ...file, caption: "三点" }, { fold }))?.text).toBe("会议纪要.pdf\n四点");
  expect(searchableOf(entryOf({ type: "text", text: "三点" }, { enc: 1 }))).toBeNull();
});
