import type { Driver, Listener } from "../load/driver.ts";
import { type Account, FeiliaoClient, type ImportedUser } from "./feiliao-client.ts";

/** Our own protocol: sign-in by ticket, then text frames on the WebSocket. */
export class FeiliaoDriver implements Driver {
  readonly echoesRoomMessages = false;
  readonly missedMessages = "pulled";
  private readonly accounts = new Map<number, Account>();
  private readonly receipts: boolean;
  private port = 0;

  /** `receipts`: receivers confirm that each message was delivered and read. */
  constructor(receipts: boolean) {
    this.receipts = receipts;
  }

  setUsers(users: readonly ImportedUser[]): void {
    for (const user of users) this.accounts.set(user.index, { ...user, syncToken: null });
  }

  connectTo(port: number): void {
    this.port = port;
  }

  client(index: number, listener: Listener): FeiliaoClient {
    return new FeiliaoClient(this.user(index), this.port, this.receipts, listener);
  }

  user(index: number): Account {
    const account = this.accounts.get(index);
    if (!account) throw new RangeError(`no account was imported for user ${index}`);
    return account;
  }
}
