import { expect, test } from "bun:test";
import type { SyncPage } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { memoryCache } from "../cache/memory.ts";
import type { Call } from "../call.ts";
import { SyncToken } from "./sync-token.ts";

const page = (token: string, base?: string): SyncPage => ({
  ...{ token, more: false, account_reset: false, account: [], conversations: [] },
  ...(base !== undefined && { base }),
});

/** A server that knows the base only once it was sent. */
function coldServer(): { call: Call; asked: unknown[] } {
  const asked: unknown[] = [];
  let knows = false;
  const call = (async (_name: string, input: { token: string | null; base?: string }) => {
    asked.push(input);
    knows ||= input.base !== undefined || !input.token;
    if (!knows) throw new FeiliaoError("base_required");
    return page("t2");
  }) as unknown as Call;
  return { call, asked };
}

test("SY7: the base of a token is kept with it, and sent once to a server that asks for it", async () => {
  const cache = memoryCache();
  const first = new SyncToken();
  first.advance(page("t0", "b"));
  await cache.write(first.changes());
  first.advance(page("t1"));
  await cache.write(first.changes());

  const kept = await SyncToken.load(cache);
  const { call, asked } = coldServer();
  kept.advance(await kept.pull(call));
  await kept.pull(call);
  expect(asked).toEqual([{ token: "t1" }, { token: "t1", base: "b" }, { token: "t2" }]);
});

test("SY7: a base that is lost makes the device begin anew", async () => {
  const lost = new SyncToken();
  lost.advance(page("t1"));
  const { call, asked } = coldServer();
  expect(await lost.pull(call)).toMatchObject({ token: "t2" });
  expect(asked).toEqual([{ token: "t1" }, {}]);
});
