import type { ConversationId } from "@feiliao/protocol";
import type { Overrides } from "@feiliao/server";
import type { Config } from "@feiliao/server/platform/config";
import { Device } from "./device.ts";
import { PEOPLE, type PersonName } from "./people.ts";
import { signUp } from "./sign-up.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

/** Somebody in a story: a number, a name, and as many signed-in, connected devices as the story asked for. */
export interface Person {
  readonly name: string;
  readonly number: string;
  readonly address: `tel:${string}`;
  readonly devices: readonly Device[];
  /** The first device. */
  readonly device: Device;
  /** Signs one more device in. */
  addDevice(): Promise<Device>;
}

export type Cast<Names extends PersonName> = Record<Names, Person> & { server: TestServer };

export interface Stage {
  settings?: Partial<Config>;
  overrides?: Overrides;
}

/**
 * Runs a story: people with their numbers of devices, on a real server of its own with a fresh database.
 *
 * ```ts
 * await story({ alice: 2, bob: 1 }, async ({ alice, bob }) => { … });
 * ```
 */
export async function story<Names extends PersonName>(
  cast: Record<Names, number>,
  act: (cast: Cast<Names>) => Promise<void>,
  { settings, overrides }: Stage = {},
): Promise<void> {
  const server = await startTestServer(settings, overrides);
  const people: Person[] = [];
  try {
    const entries: [string, Person | TestServer][] = [["server", server]];
    for (const [name, devices] of Object.entries<number>(cast)) {
      const person = await appear(server, name as PersonName, devices);
      people.push(person);
      entries.push([name, person]);
    }
    await act(Object.fromEntries(entries) as Cast<Names>);
  } finally {
    for (const person of people) for (const device of person.devices) device.disconnect();
    await server.close();
  }
}

async function appear(server: TestServer, who: PersonName, count: number): Promise<Person> {
  const { name, number } = PEOPLE[who];
  const devices: Device[] = [];
  async function addDevice(): Promise<Device> {
    const identity = await signUp(server.url, number, `${who}'s device ${devices.length + 1}`);
    const device = await new Device(server.url, identity).connect();
    devices.push(device);
    return device;
  }
  for (let index = 0; index < count; index++) await addDevice();
  await devices[0]?.post("profile/set", { name });
  return {
    name,
    number,
    address: `tel:${number}`,
    devices,
    addDevice,
    get device() {
      return devices[0]!;
    },
  };
}

/** The conversation of two people, opened by the first. */
export async function converse(from: Person, to: Pick<Person, "address">): Promise<ConversationId> {
  const { conversation_id } = await from.device.post("conversation/open", { address: to.address });
  return conversation_id;
}
