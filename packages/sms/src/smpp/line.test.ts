import { afterEach, describe, expect, test } from "bun:test";
import { until } from "@feiliao/testkit/until";
import type { SubmitOutcome } from "../peer/outcome.ts";
import { carrier, closeAll, connected, part } from "../testing/smpp-stage.ts";
import { untilState } from "../testing/until-up.ts";

afterEach(closeAll);

describe("a line that breaks", () => {
  test("SW3 ends every pending submit once, as accepted or unknown, and is dialled again", async () => {
    const { server, client } = await connected({}, { limits: { window: 16 } });
    const outcomes: SubmitOutcome[] = [];
    server.onSubmit(async ({ message_id }, session) => {
      if (message_id.endsWith("8")) session.cut();
      return { outcome: "accepted", message_id };
    });
    await Promise.all(Array.from({ length: 16 }, async () => outcomes.push(await client.submit(part()))));
    expect(outcomes).toHaveLength(16);
    expect(outcomes.every(({ outcome }) => outcome === "accepted" || outcome === "unknown")).toBe(true);
    await until("submits are taken again", async () => (await client.submit(part())).outcome === "accepted");
  });

  test("because the server restarts is dialled until it is back", async () => {
    const { server, client } = await connected();
    const states: string[] = [];
    client.onState((state) => states.push(state));
    await server.close();
    await untilState(client, "down");
    expect(client.trouble).not.toBeNull();
    const { submitted } = await carrier({ port: server.port });
    await untilState(client, "up");
    await client.submit(part());
    expect(submitted).toHaveLength(1);
    expect(states[0]).toBe("down");
    expect(states.at(-1)).toBe("up");
    expect(client.trouble).toBeNull();
  });
});

test("closing waits for the answers that are due", async () => {
  const { server, client } = await connected();
  const decide = Promise.withResolvers<SubmitOutcome>();
  const asked = Promise.withResolvers<void>();
  server.onSubmit(() => {
    asked.resolve();
    return decide.promise;
  });
  const outcome = client.submit(part());
  await asked.promise;
  const closed = client.close();
  expect(await client.submit(part())).toMatchObject({ outcome: "refused", code: "local:not_connected" });
  decide.resolve({ outcome: "accepted", message_id: "1" });
  expect(await outcome).toEqual({ outcome: "accepted", message_id: "1" });
  await closed;
  expect(client.state).toBe("closed");
  await until("the server has noticed", () => server.sessions().length === 0);
});
