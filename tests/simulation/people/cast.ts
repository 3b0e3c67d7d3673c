import type { AccountId, ConversationId, DeviceId } from "@feiliao/protocol";
import { tokenHash } from "@feiliao/server/accounts/tokens";
import { DEFAULT_SETTINGS } from "@feiliao/server/conversation/can";
import { newId } from "@feiliao/server/platform/random";
import { PEOPLE, type PersonName } from "@feiliao/testkit";
import type { Chance } from "@feiliao/testkit/chance";
import { readEnds } from "../audit/final-logs.ts";
import type { History } from "../audit/history.ts";
import type { Network } from "../network/network.ts";
import type { Service } from "../server/service.ts";
import type { World } from "../world/world.ts";
import { App } from "./app.ts";

export interface Person {
  name: PersonName;
  address: `tel:${string}`;
  account_id: AccountId;
  apps: App[];
}

interface CastParts {
  world: World;
  network: Network;
  service: Service;
  history: History;
}

/** The people of one simulation, with their devices and the groups they are in. */
export class Cast {
  readonly people: Person[] = [];
  readonly groups: ConversationId[] = [];
  readonly #parts: CastParts;
  readonly #chance: Chance;

  constructor(parts: CastParts) {
    this.#parts = parts;
    this.#chance = parts.world.chance("cast");
  }

  get apps(): App[] {
    return this.people.flatMap((person) => person.apps);
  }

  /** Devices that are signed in, as far as anybody knows. */
  get signedIn(): App[] {
    const { revoked_ms } = this.#parts.history;
    return this.apps.filter((app) => !app.left && !revoked_ms.has(app.identity.device_id));
  }

  addPerson(name: PersonName): Person {
    const { world, service } = this.#parts;
    const { number } = PEOPLE[name];
    const account_id = world.complete(
      service.store.accounts.ensure(number, newId<AccountId>("account", this.#chance), world.clock.now()),
      `${name}'s account`,
    );
    const person: Person = { name, address: `tel:${number}`, account_id, apps: [] };
    this.people.push(person);
    return person;
  }

  /** Signs one more device in and starts its app. */
  addDevice(person: Person): App {
    const { world, network, service, history } = this.#parts;
    const token = Buffer.from(this.#chance.bytes(32)).toString("base64url");
    const device_id = newId<DeviceId>("device", this.#chance);
    const name = `${person.name}/${person.apps.length + 1}`;
    const intent = {
      ...{ number: PEOPLE[person.name].number, new_account_id: person.account_id, device_id },
      ...{ device_name: name, token_hash: tokenHash(token), now: world.clock.now() },
      ...{ idle_ms_max: Number.MAX_SAFE_INTEGER, proven_pin_hash: null },
    };
    const { identity } = world.complete(service.store.accounts.signIn(intent), `${name} signs in`);
    history.signed_in.set(device_id, this.#ends());
    const app = new App({ world, network, history, identity: { ...identity, name, token } });
    person.apps.push(app);
    app.start();
    return app;
  }

  addGroup(title: string, members: readonly Person[]): void {
    const { world, service } = this.#parts;
    const conversation_id = newId<ConversationId>("conversation", this.#chance);
    const created = service.store.conversations.createGroup({
      ...{ conversation_id, title, now: world.clock.now(), kind: "group", settings: DEFAULT_SETTINGS },
      members: members.map(({ account_id }) => ({ account_id, address: null, name: null, picture: null })),
    });
    world.complete(created, `the group ${title}`);
    this.groups.push(conversation_id);
    this.#parts.history.founders.set(
      conversation_id,
      members.map(({ account_id }) => account_id),
    );
  }

  /** How far the logs are. */
  #ends(): ReadonlyMap<ConversationId, number> {
    const { world, service } = this.#parts;
    return world.complete(readEnds(service.store), "the logs so far");
  }
}
