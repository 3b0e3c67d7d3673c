import { afterEach, describe, expect, test } from "bun:test";
import type { CarrierClient } from "../peer/client.ts";
import type { OutgoingPart } from "../peer/part.ts";
import { account, carrier, closeAll, connected, part } from "../testing/smpp-stage.ts";
import { untilState } from "../testing/until-up.ts";
import { decodeText } from "../text/coding.ts";
import { segment } from "../text/segments.ts";

afterEach(closeAll);

const submitAll = (client: CarrierClient, parts: OutgoingPart[]) =>
  Promise.all(parts.map((each) => client.submit(each)));

describe("a submit", () => {
  test("arrives as it was, and its answer names it", async () => {
    const { client, submitted } = await connected({ first_message_id: 0xabc });
    const outcome = await client.submit(part("Grüße {€}", { valid_ms: 3_600_000, service_id: "IM" }));
    expect(outcome).toEqual({ outcome: "accepted", message_id: "abc" });
    expect(submitted).toEqual([
      {
        ...part("Grüße {€}"),
        ...{ message_id: "abc", valid_ms: 3_600_000, service_id: "IM", segment: expect.anything() },
      },
    ]);
    const { coding, user_data } = submitted[0]!.segment;
    expect(decodeText(coding as "gsm7", user_data)).toBe("Grüße {€}");
  });

  test("of a long message arrives in parts with their headers", async () => {
    const { client, submitted } = await connected();
    const segments = segment("飞聊，能发短信。".repeat(20), { gsm7: true, ref: 7 });
    expect(segments).toHaveLength(3);
    await submitAll(
      client,
      segments.map((each) => part("", { segment: each })),
    );
    expect(submitted.map(({ segment: { coding, has_header } }) => [coding, has_header])).toEqual(
      Array(3).fill(["ucs2", true]),
    );
    expect(submitted.map(({ segment: { user_data } }) => [...user_data])).toEqual(
      segments.map(({ user_data }) => [...user_data]),
    );
  });

  test.each([
    ["throttled", { refusal: "throttled", code: "" }, { refusal: "throttled", code: "smpp:0x00000058" }],
    [
      "a number that is none",
      { refusal: "number_unknown", code: "" },
      { refusal: "number_unknown", code: "smpp:0x0000000b" },
    ],
    [
      "a carrier's own code",
      { refusal: "filtered", code: "smpp:0x00000400" },
      { refusal: "filtered", code: "smpp:0x00000400" },
    ],
  ] as const)("is refused with its reason: %s", async (_title, said, heard) => {
    const { server, client } = await connected({}, { statuses: { "smpp:0x00000400": "filtered" } });
    server.onSubmit(async () => ({ outcome: "refused", ...said }));
    expect(await client.submit(part())).toEqual({ outcome: "refused", ...heard });
  });

  test("SW7 that cannot be decided is refused as throttled", async () => {
    const failures: unknown[] = [];
    const { server, client } = await connected({ onFailure: (failure) => failures.push(failure) });
    server.onSubmit(() => Promise.reject(new Error("disk full")));
    expect(await client.submit(part())).toMatchObject({ outcome: "refused", refusal: "throttled" });
    expect(failures).toEqual([new Error("disk full")]);
  });

  test("that the carrier has no words for is refused before it leaves", async () => {
    const { client, submitted } = await connected({}, { default_alphabet: "latin1" });
    expect(await client.submit(part())).toMatchObject({ refusal: "bad_request", code: "local:coding" });
    const too_long = await client.submit(part("飞", { to: "8".repeat(30) }));
    expect(too_long).toMatchObject({ refusal: "bad_request", code: "local:field" });
    expect(submitted).toEqual([]);
  });

  test("SW3 whose answer is lost ends as unknown", async () => {
    const { server, client } = await connected({}, { limits: { response_ms: 50 } });
    server.onSubmit(async () => ({ outcome: "unknown" }));
    expect(await client.submit(part())).toEqual({ outcome: "unknown" });
  });

  test("of data_coding 0 is in the account's alphabet", async () => {
    const { server, submitted } = await carrier();
    server.onLogin(() => ({ secret: "secret12", default_alphabet: "utf8" }));
    const { client } = account(server, { default_alphabet: "utf8" });
    await untilState(client, "up");
    const utf8 = {
      coding: "utf8" as const,
      user_data: Buffer.from("飞聊"),
      has_header: false,
      part: 1,
      parts: 1,
    };
    await client.submit(part("", { segment: utf8 }));
    expect(submitted[0]!.segment.coding).toBe("utf8");
  });
});
