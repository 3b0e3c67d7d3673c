import type { Client, Driver, Listener } from "./driver.ts";
import { pool } from "./pool.ts";

const LOGINS_AT_ONCE = 64;
/** What a server needs after the last goodbye until it has put everything away. */
const AFTER_LOGOUT_MS = 800;
const AFTER_LOGOUT_LARGE_MS = 3_000;
const LARGE_FLEET = 4_000;

/** Many clients of one peer, for the length of one scenario. */
export class Fleet {
  readonly clients: Client[] = [];
  private readonly driver: Driver;
  private readonly listener: Listener;

  constructor(driver: Driver, listener: Listener) {
    this.driver = driver;
    this.listener = listener;
  }

  /** Makes clients for these users without connecting them. */
  add(indexes: readonly number[]): Client[] {
    const added = indexes.map((index) => this.driver.client(index, this.listener));
    this.clients.push(...added);
    return added;
  }

  /** Adds and logs in. */
  async login(indexes: readonly number[]): Promise<Client[]> {
    const added = this.add(indexes);
    await pool(added.length, LOGINS_AT_ONCE, (k) => added[k]!.login());
    return added;
  }

  async leave(): Promise<void> {
    for (const client of this.clients) client.logout();
    await Bun.sleep(this.clients.length > LARGE_FLEET ? AFTER_LOGOUT_LARGE_MS : AFTER_LOGOUT_MS);
  }
}
