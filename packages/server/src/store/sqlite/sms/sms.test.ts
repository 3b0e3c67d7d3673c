import { afterEach, beforeEach } from "bun:test";
import { silentLogger } from "../../../platform/logger.ts";
import { smsStoreContract } from "../../sms-store.contract.ts";
import { type SqliteStore, sqliteStore } from "../sqlite-store.ts";

let store: SqliteStore;
beforeEach(() => {
  store = sqliteStore(":memory:", silentLogger);
});
afterEach(() => store.close());

smsStoreContract(() => store);
