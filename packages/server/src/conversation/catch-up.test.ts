import { expect, test } from "bun:test";
import type { AccountId, DeviceId } from "@feiliao/protocol";
import { silentLogger } from "../platform/logger.ts";
import { newId, systemRandom } from "../platform/random.ts";
import { Secret } from "../platform/secret.ts";
import { sqliteStore } from "../store/sqlite/sqlite-store.ts";
import { CatchUp } from "./catch-up.ts";

test("D10 a token of another epoch begins the account's log anew, though its position is in this one as well", async () => {
  const store = sqliteStore(":memory:", silentLogger);
  const { identity } = await store.accounts.signIn({
    number: "+8613800138001",
    new_account_id: newId<AccountId>("account", systemRandom),
    device_id: newId<DeviceId>("device", systemRandom),
    device_name: "phone",
    token_hash: systemRandom.bytes(32),
    now: Date.UTC(2026, 0, 1),
    idle_ms_max: 1_000,
    proven_pin_hash: null,
  });
  const { account_id } = identity;
  const catchUp = new CatchUp(store, new Secret(systemRandom.bytes(32)));
  await store.accounts.setContact(account_id, "tel:+8618600186002", "Bob");
  const { token, account } = await catchUp.pull(account_id, null, null);
  expect(await catchUp.pull(account_id, token, null)).toMatchObject({ account_reset: false, account: [] });
  await store.bumpEpoch();
  const anew = await catchUp.pull(account_id, token, null);
  expect(anew).toMatchObject({ account_reset: true, account });
  expect(await catchUp.pull(account_id, anew.token, null)).toMatchObject({ account_reset: false });
  await store.close();
});
