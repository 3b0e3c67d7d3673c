import { expect, test } from "bun:test";
import { concatenationOf } from "../text/concatenation.ts";
import { readUserData } from "../text/user-data-header.ts";
import { userDataOf } from "./concatenation.ts";
import type { Tlv } from "./pdu.ts";
import { INTERNATIONAL, shortMessage } from "./short-message.ts";
import { tlv } from "./tlv.ts";

function message(tlvs: Tlv[], esm_class = 0) {
  const given = {
    source_addr: "",
    destination_addr: "",
    short_message: Buffer.from("part"),
    esm_class,
    tlvs,
  };
  return shortMessage(given, INTERNATIONAL, INTERNATIONAL);
}

const sar = (ref: number[], parts: number, part: number) => [
  tlv("sar_msg_ref_num", Uint8Array.from(ref)),
  tlv("sar_total_segments", Uint8Array.of(parts)),
  tlv("sar_segment_seqnum", Uint8Array.of(part)),
];

test("parts that TLVs number get the header that says the same", () => {
  const { user_data, has_header } = userDataOf(message(sar([0x12, 0x34], 3, 2)));
  expect(has_header).toBe(true);
  const { elements, content } = readUserData(user_data);
  expect(concatenationOf(elements)).toEqual({ ref: 0x1234, ref_bits: 16, part: 2, parts: 3 });
  expect(Buffer.from(content).toString()).toBe("part");
});

test.each([
  ["one part", sar([0, 1], 1, 1)],
  ["a part beyond the last", sar([0, 1], 2, 3)],
  ["part 0", sar([0, 1], 2, 0)],
  ["no reference", sar([0, 1], 2, 1).slice(1)],
  ["a reference that is too long", sar([1, 0, 0], 2, 1)],
])("TLVs that number %s change nothing", (_title, tlvs) => {
  expect(userDataOf(message(tlvs))).toEqual({ user_data: Buffer.from("part"), has_header: false });
});

test("a header that is there already stays as it is", () => {
  expect(userDataOf(message(sar([0, 1], 2, 1), 0x40))).toEqual({
    user_data: Buffer.from("part"),
    has_header: true,
  });
});
