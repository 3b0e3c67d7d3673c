import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ConversationId, SendableContent } from "@feiliao/protocol";
import { Device, PEOPLE, signUp } from "@feiliao/testkit";
import { EMPTY_HISTORY, type History } from "../audit/history.ts";
import type { Readable } from "../audit/read-final-state.ts";
import { Follower } from "../workload/follower.ts";
import { importPeople, readPeople } from "../workload/people.ts";
import { Sender } from "../workload/sender.ts";
import { pictureOf, upload } from "../workload/upload.ts";

const MESSAGES = 100;
const PICTURES = 10;
const PICTURE_BYTES = 3_000;
const PIECE_BYTES = 1_024;
const SETTLE_MS = 30_000;

/** A fixed course of events on one server, so that its system calls can be counted and gone through. */
export interface Script {
  name: string;
  /** The program that is the server, when it is not the server's own. */
  main?: string;
  /** What the data folder holds before the server starts. */
  prepare(data_folder: string): Promise<void>;
  /** The course, against a server that may die once and come back. Ends with everything acknowledged. */
  play(url: string, data_folder: string): Promise<Played>;
}

/** What is to be held against the data folder when the server has been stopped. */
export interface Played {
  history: History;
  readables: Readable[];
}

type Write = (device: Device, name: string) => Promise<SendableContent>;

/** Alice writes so many messages, and Bob's device follows. */
function talk(name: string, messages_max: number, write?: Write): Script {
  return {
    name,
    prepare: async (data_folder) => void (await importPeople(data_folder, { people: 2, conversations: 2 })),
    async play(url, data_folder) {
      const [alice, bob] = readPeople(data_folder);
      const conversation_id = alice!.conversations[bob!.index]!;
      const device = new Device(url, alice!);
      const content = write && ((message: string) => write(device, message));
      return follow(
        url,
        bob!,
        conversation_id,
        new Sender(device, [conversation_id], { messages_max, ...(content && { content }) }),
      );
    },
  };
}

async function follow(
  url: string,
  friend: ConstructorParameters<typeof Device>[1],
  conversation_id: ConversationId,
  sender: Sender,
): Promise<Played> {
  const follower = new Follower(new Device(url, friend));
  const following = follower.run();
  await sender.run();
  await follower.settle(new Map([[conversation_id, sender.sends.length]]), SETTLE_MS);
  follower.stop();
  await following;
  const { sends, reads } = sender;
  const { slices, receipts_seen, receipts_answered } = follower;
  return {
    history: { ...EMPTY_HISTORY, sends, reads, slices, receipts_seen, receipts_answered },
    readables: [{ conversation_id, reader: friend.account_id }],
  };
}

export const messages: Script = talk("messages", MESSAGES);

/** The same on a server that merges its stage into the history every few messages. */
export const merges: Script = {
  ...talk("merges", MESSAGES),
  main: join(import.meta.dir, "../harness/small-stage-server.ts"),
};

export const uploads: Script = talk("uploads", PICTURES, async (device, name) => {
  const bytes = new Uint8Array(PICTURE_BYTES).map((_, index) => name.charCodeAt(index % name.length) ^ index);
  return pictureOf(await upload(device, bytes, PIECE_BYTES), bytes.length);
});

/** A server that starts on an empty folder, and the first person on it. */
export const firstStart: Script = {
  name: "first start",
  prepare: async (data_folder) => void mkdirSync(data_folder, { recursive: true }),
  async play(url) {
    const alice = await signUp(url, PEOPLE.alice.number, "phone");
    const bob = await signUp(url, PEOPLE.bob.number, "phone");
    const device = new Device(url, alice);
    const { conversation_id } = await device.post("conversation/open", {
      address: `tel:${PEOPLE.bob.number}`,
    });
    return follow(url, bob, conversation_id, new Sender(device, [conversation_id], { messages_max: 1 }));
  },
};

/** All of them. */
export const SCRIPTS: readonly Script[] = [firstStart, messages, merges, uploads];

/** How a script's server is started, besides what is done to it. */
export function programOf({ main }: Script): { main?: string } {
  return main === undefined ? {} : { main };
}
