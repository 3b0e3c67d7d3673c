import type { Coding } from "../../src/peer/segment.ts";
import { Reassembly } from "../../src/text/index.ts";
import { promise, promiseEqual } from "../promise.ts";
import type { FuzzTarget } from "../target.ts";

const CODINGS: readonly Coding[] = ["gsm7", "ascii", "latin1", "utf8", "ucs2", "gb18030", "binary"];
const CONTENT_BYTES_MAX = 200;
const MESSAGES_MAX = 4;
const WAIT_MS = 1_000;

/** Bytes before the user data of each part: flags, milliseconds / 8 since the one before, length of the user data. */
const HEAD_BYTES = 3;

/**
 * A series of parts. The lowest bits of the flags are the coding, then follow whether it has a header, the sender
 * and the recipient.
 */
export const reassembly: FuzzTarget = {
  name: "reassembly",
  corpus: [
    [
      partOf(0x0c, 1, "050003070301004100"),
      partOf(0x0c, 2, "0500030703030043"),
      partOf(0x0c, 1, "0500030703020042"),
    ],
    [partOf(0x08, 1, "0500030702014142"), partOf(0x08, 200, "0608040012020143"), partOf(0x00, 0, "41")],
  ].map((parts) => new Uint8Array(Buffer.concat(parts))),

  run(input) {
    let held = new Reassembly({
      wait_ms: WAIT_MS,
      messages_max: MESSAGES_MAX,
      content_bytes_max: CONTENT_BYTES_MAX,
    });
    let now_ms = 0;
    let fed = 0;
    const handed: string[] = [];
    for (let at = 0; at + HEAD_BYTES <= input.length; ) {
      const [flags, delay, length] = input.subarray(at, at + HEAD_BYTES) as unknown as [
        number,
        number,
        number,
      ];
      const user_data = input.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length);
      at += HEAD_BYTES + length;
      now_ms += delay * 8;
      const part = {
        message_id: String(fed++),
        from: flags & 0x10 ? "8613800138000" : "8613900139000",
        to: flags & 0x20 ? "1065500100" : "1065500101",
        coding: CODINGS[(flags & 0x07) % CODINGS.length]!,
        user_data,
        has_header: (flags & 0x08) !== 0,
        at_ms: now_ms,
      };
      const messages = [...held.add(part, now_ms), ...held.expire(now_ms)];
      for (const { body, parts, missing, message_ids } of messages) {
        promise(parts === missing.length + message_ids.length, "each part is there or missing");
        promise(body.kind === "binary" || body.text.isWellFormed(), "texts are well formed");
        handed.push(...message_ids);
      }
      const partials = held.partials();
      promise(partials.length <= MESSAGES_MAX, "no more messages are held than allowed");
      const content = partials.flatMap(({ pieces }) => pieces.map((piece) => piece.content)).join("");
      promise(content.length <= CONTENT_BYTES_MAX, "no more content is held than allowed");
      const limits = { wait_ms: WAIT_MS, messages_max: MESSAGES_MAX, content_bytes_max: CONTENT_BYTES_MAX };
      const restarted = new Reassembly(limits, JSON.parse(JSON.stringify(partials)));
      promiseEqual(restarted.partials(), partials, "a later process goes on with the same");
      held = restarted;
    }
    for (const message of held.expire(now_ms + WAIT_MS)) handed.push(...message.message_ids);
    promise(held.partials().length === 0, "everything is handed on in the end");
    promise(new Set(handed).size === handed.length, "no part is handed on twice");
    return `${fed} ${handed.length}`;
  },
};

function partOf(flags: number, delay: number, user_data: string): Uint8Array {
  const bytes = Buffer.from(user_data, "hex");
  return Uint8Array.of(flags, delay, bytes.length, ...bytes);
}
