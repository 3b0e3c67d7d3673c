import { beforeEach, expect, test } from "bun:test";
import { silentLogger } from "../../platform/logger.ts";
import { storeContract } from "../store.contract.ts";
import { postgresStore } from "./postgres-store.ts";
import { testDatabases } from "./testing/databases.ts";

const databases = await testDatabases();

let url = "";
beforeEach(() => {
  url = databases.create();
});

storeContract("PostgreSQL", () => postgresStore(url, silentLogger), { durable: true });
