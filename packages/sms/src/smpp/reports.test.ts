import { afterEach, describe, expect, test } from "bun:test";
import { until } from "@feiliao/testkit/until";
import type { SubmitOutcome } from "../peer/outcome.ts";
import { carrier, closeAll, connected, HANDSET, OURS, part, reportOf } from "../testing/smpp-stage.ts";
import { segment } from "../text/segments.ts";

afterEach(closeAll);

describe("a report", () => {
  test("says what became of a part, and is answered when it was taken", async () => {
    const { server, reports } = await connected();
    const failed = reportOf("1f", {
      state: "failed",
      code: "UNDELIV:001",
      reason: "number_unknown",
      from: OURS,
    });
    expect(await server.report("feiliao", failed)).toBe(true);
    expect(reports).toEqual([failed]);
  });

  test("SW10 comes after the answer it belongs to, also when the carrier sends it first", async () => {
    const { server, client } = await connected();
    const events: string[] = [];
    client.onReport(async ({ message_id }) => void events.push(`report ${message_id}`));
    server.onSubmit(async ({ message_id }) => {
      void server.report("feiliao", reportOf(message_id));
      return { outcome: "accepted", message_id };
    });
    const { message_id } = (await client.submit(part())) as Extract<SubmitOutcome, { message_id: string }>;
    events.push(`answer ${message_id}`);
    await until("the report", () => events.length === 2);
    expect(events).toEqual([`answer ${message_id}`, `report ${message_id}`]);
  });

  test("SW10 is not held for ever when the carrier answers only after it", async () => {
    const { server, client, reports } = await connected({}, { report_hold_ms: 20 });
    server.onSubmit(async ({ message_id }) => {
      await server.report("feiliao", reportOf(message_id));
      return { outcome: "accepted", message_id };
    });
    expect(await client.submit(part())).toMatchObject({ outcome: "accepted" });
    expect(reports).toHaveLength(1);
  });

  test.each([
    ["1", "0000000001"],
    ["1a2b", "6699"],
    ["6699", "1A2B"],
    ["00ff", "FF"],
  ])("SW10 of %p is recognised when it calls it %p", async (accepted, reported) => {
    const { server, client, reports } = await connected();
    server.onSubmit(async () => ({ outcome: "accepted", message_id: accepted }));
    await client.submit(part());
    await server.report("feiliao", reportOf(reported));
    expect(reports.map(({ message_id }) => message_id)).toEqual([accepted]);
  });

  test("SW11 that nobody can store now is sent again by the carrier: it is told so", async () => {
    const { server, client } = await connected();
    client.onReport(() => Promise.reject(new Error("disk full")));
    expect(await server.report("feiliao", reportOf("1"))).toBe(false);
  });

  test("for an account that is not there is not taken", async () => {
    const { server } = await carrier();
    expect(await server.report("feiliao", reportOf("1"))).toBe(false);
  });
});

test("what a person sends arrives with its header and coding", async () => {
  const { server, incoming } = await connected();
  for (const { coding, user_data, has_header } of segment("好".repeat(80), { gsm7: true, ref: 3 })) {
    const sent = { message_id: "", from: HANDSET, to: OURS, coding, user_data, has_header, at_ms: null };
    expect(await server.deliver("feiliao", sent)).toBe(true);
    const { user_data: bytes, ...rest } = incoming.at(-1)!;
    expect({ ...rest, user_data: [...bytes] }).toEqual({ ...sent, user_data: [...user_data] });
  }
});
