import { afterEach, beforeEach } from "bun:test";
import { silentLogger } from "../../../platform/logger.ts";
import { smsStoreContract } from "../../sms-store.contract.ts";
import type { Store } from "../../store.ts";
import { postgresStore } from "../postgres-store.ts";
import { testDatabase } from "../testing/database.ts";

const database = await testDatabase();
let store: Store;
beforeEach(async () => {
  await database.empty();
  store = await postgresStore(database.url, silentLogger);
});
afterEach(() => store.close());

smsStoreContract(() => store);
