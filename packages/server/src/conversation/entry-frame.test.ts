import { expect, test } from "bun:test";
import { entryEvent } from "@feiliao/protocol";
import fc from "fast-check";
import type { Appended, AppendIntent } from "../store/conversation-store.ts";
import { entryFrame } from "./entry-frame.ts";

const id = <Prefix extends string>(prefix: Prefix) => `${prefix}_${"a-_Z9".repeat(5).slice(0, 22)}` as const;
const clientId = fc
  .string({ unit: "binary", maxLength: 64 })
  .map((text) => `c${text.replace(/\p{Cc}/gu, "")}`.slice(0, 40));

test("an entry event is what the contract says, whatever the message and its key are made of", () => {
  fc.assert(
    fc.property(clientId, fc.string({ unit: "binary", minLength: 1 }), fc.nat(), (client_id, text, seq) => {
      const content = { type: "text", text } as const;
      const intent: AppendIntent = {
        conversation_id: id("con"),
        account_id: id("acc"),
        device_id: id("dev"),
        client_id,
        content,
        now: 0,
      };
      const appended: Appended = {
        epoch: 3,
        seq: seq + 1,
        server_time: 1_700_000_000_000,
        fresh: true,
        content_json: JSON.stringify(content),
      };
      expect(entryEvent.parse(JSON.parse(entryFrame(intent, appended)))).toStrictEqual({
        event: "entry",
        conversation_id: id("con"),
        epoch: 3,
        entry: {
          seq: seq + 1,
          sender: id("acc"),
          device_id: id("dev"),
          client_id,
          server_time: 1_700_000_000_000,
          enc: 0,
          content,
        },
      });
    }),
  );
});
