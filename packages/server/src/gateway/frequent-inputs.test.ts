import { expect, test } from "bun:test";
import { OPERATIONS } from "@feiliao/protocol";
import fc from "fast-check";
import { frequentInput } from "./frequent-inputs.ts";

const CONVERSATION = `con_${"A".repeat(22)}`;

/** Mostly what fits, often what nearly does, and sometimes anything. */
const field = <T>(fits: fc.Arbitrary<T>, ...nearly: unknown[]) =>
  fc.oneof(
    { weight: 20, arbitrary: fits },
    { weight: 2, arbitrary: fc.constantFrom(...nearly) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
const any = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
const visible = any.map((text) => `c${text.replace(/\p{Cc}/gu, "")}`);
const conversationId = field(
  fc.constant(CONVERSATION),
  `${CONVERSATION}\n`,
  `${CONVERSATION}A`,
  "con_",
  "acc_x",
);
const whole = field(fc.nat(), 0, -1, 1.5, 2 ** 53, 2 ** 53 - 1, "1");
const text = field(any, "", "x".repeat(8_000), "x".repeat(8_001), "😀".repeat(4_000), "😀".repeat(4_001));
const clientId = field(visible, "", "😀".repeat(64), "😀".repeat(65), "a\u0000", "\u009f", "\ud800");
const preview = fc.constant({ url: "https://a.example/", site: "a", title: "a", description: "", seal: "s" });
const plain = { type: field(fc.constant("text"), "image"), text };
const content = field(
  fc.oneof(
    { weight: 3, arbitrary: fc.record(plain) },
    fc.record({ ...plain, extra: fc.nat(), reply_to: whole, preview }, { requiredKeys: ["type", "text"] }),
  ),
  null,
);
const message = fc.record(
  { conversation_id: conversationId, client_id: clientId, content, device_seq: whole, extra: fc.nat() },
  { requiredKeys: ["conversation_id", "client_id", "content"] },
);
const receipt = fc.record(
  { conversation_id: conversationId, delivered: whole, read: whole, heard: whole, extra: fc.nat() },
  { requiredKeys: ["conversation_id"] },
);

for (const [operation, input] of [
  ["message/send", field(message, null)],
  ["receipt/advance", field(receipt, null)],
] as const) {
  test(`GW1 what is accepted by hand of ${operation} is exactly what the schema makes of it`, () => {
    let accepted = 0;
    fc.assert(
      fc.property(input, (written) => {
        const read: unknown = JSON.parse(JSON.stringify(written));
        const taken = frequentInput(operation, read);
        if (taken === null) return;
        accepted++;
        expect(taken).toStrictEqual(OPERATIONS[operation].input.parse(read));
      }),
      { numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
}
