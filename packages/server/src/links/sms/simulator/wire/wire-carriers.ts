import { ReferenceNumbers } from "@feiliao/sms/text";
import type { Random } from "../../../../platform/random.ts";
import type { AccountName } from "../carriers/account.ts";
import { CARRIER_IDS, type CarrierId } from "../carriers/carrier.ts";
import type { Carriers } from "../carriers/carriers.ts";
import { loginOf, type WireLogin } from "./login.ts";
import { openServers } from "./open-servers.ts";
import { WireCarrier } from "./wire-carrier.ts";

interface Options {
  carriers: Carriers;
  random: Random;
  /** Of the carriers in their order, each taken when it is free; 0: any. */
  ports: readonly [number, number, number, number];
}

/** Somebody who is logged in. */
export interface WireSession {
  system_id: string;
  remote_address: string;
}

/** The four carriers as programs dial them, on this machine only. */
export class WireCarriers {
  readonly #carriers: Carriers;
  readonly #random: Random;
  readonly #wires: ReadonlyMap<CarrierId, WireCarrier>;
  readonly #dial_back = new Map<AccountName, number>();
  readonly #stop: () => void;

  private constructor({ carriers, random, ports }: Options) {
    const open = openServers(carriers.clock, random);
    const references = new ReferenceNumbers(random);
    this.#carriers = carriers;
    this.#random = random;
    this.#wires = new Map(
      CARRIER_IDS.map((carrier, index) => {
        const login = (account: AccountName) => this.login(carrier, account);
        const dialBack = (account: AccountName) => this.dialBack(account);
        const parts = { carrier, carriers, references, login, dialBack };
        return [carrier, new WireCarrier({ ...parts, open: open[carrier], port: ports[index]! })];
      }),
    );
    this.#stop = carriers.onChange((change) => {
      // One that cannot listen is down until it is set again.
      if (change.type === "carrier")
        this.#wires
          .get(change.carrier)!
          .follow()
          .catch(() => undefined);
    });
  }

  /** Resolves when those that are not down listen. */
  static async open(options: Options): Promise<WireCarriers> {
    const wires = new WireCarriers(options);
    await Promise.all([...wires.#wires.values()].map((wire) => wire.follow()));
    return wires;
  }

  /** Null while it has not listened yet. */
  port(carrier: CarrierId): number | null {
    return this.#wires.get(carrier)!.port;
  }

  sessions(carrier: CarrierId): WireSession[] {
    return this.#wires
      .get(carrier)!
      .sessions.map(({ system_id, remote_address }) => ({ system_id, remote_address }));
  }

  login(carrier: CarrierId, account: AccountName): WireLogin {
    return loginOf(this.#carriers, carrier, account, this.#random);
  }

  /** Where an account listens on this machine for the carrier that dials back (SGIP). */
  setDialBack(account: AccountName, port: number): void {
    this.#dial_back.set(account, port);
  }

  /** Null: nowhere. */
  dialBack(account: AccountName): number | null {
    return this.#dial_back.get(account) ?? null;
  }

  /** Ends every connection, and takes new ones. */
  restart(carrier: CarrierId): Promise<void> {
    return this.#wires.get(carrier)!.restart();
  }

  async close(): Promise<void> {
    this.#stop();
    await Promise.all([...this.#wires.values()].map((wire) => wire.close()));
  }
}
