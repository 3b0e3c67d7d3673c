import { expect, test } from "bun:test";
import type { MessageView } from "@feiliao/client";
import fc from "fast-check";
import { messageAt } from "./message-at.ts";

test("a message is found by its seq, and by no other", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 40 })), fc.nat({ max: 3 }), (seqs, waiting) => {
      const logged = seqs.sort((a, b) => a - b);
      const messages = [...logged, ...Array.from({ length: waiting }, () => null)].map(
        (seq) => ({ seq }) as MessageView,
      );
      for (let seq = 1; seq <= 41; seq++) {
        expect(messageAt(messages, seq)?.seq).toBe(logged.includes(seq) ? seq : undefined);
      }
    }),
  );
});
