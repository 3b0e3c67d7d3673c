import { beforeEach } from "bun:test";
import { silentLogger } from "../../platform/logger.ts";
import { storeContract } from "../store.contract.ts";
import { postgresStore } from "./postgres-store.ts";
import { testDatabase } from "./testing/database.ts";

const database = await testDatabase();
beforeEach(database.empty);

storeContract("PostgreSQL", () => postgresStore(database.url, silentLogger), { durable: true });
