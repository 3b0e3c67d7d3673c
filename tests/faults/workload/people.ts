import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AccountId, ConversationId, DeviceId } from "@feiliao/protocol";

/** An account with one signed-in device. */
export interface Imported {
  index: number;
  account_id: AccountId;
  device_id: DeviceId;
  token: string;
  number: string;
  /** Direct conversations by the other person's index. */
  conversations: Record<string, ConversationId>;
  group: ConversationId | null;
}

export interface Population {
  people: number;
  /** Direct conversations of each, with their neighbours in the list. */
  conversations?: number;
  /** How many are in the one group. */
  group?: number;
}

const CLI = join(import.meta.dir, "../../../packages/cli/src/main.ts");

/** Fills the data folder of a server that is not running, or the database that the settings name. */
export async function importPeople(
  data_folder: string,
  population: Population,
  settings: Record<string, string> = {},
): Promise<Imported[]> {
  const tokens = join(data_folder, "tokens.jsonl");
  const { people, conversations = 0, group = 0 } = population;
  const options = {
    "--generate": people,
    "--conversations": conversations,
    "--group": group,
    "--data": data_folder,
    "--tokens": tokens,
  };
  const words = Object.entries(options).flatMap(([name, value]) => [name, String(value)]);
  const child = Bun.spawn([process.execPath, CLI, "user", "import", ...words], {
    stdin: "ignore",
    env: { ...process.env, ...settings },
  });
  const [errors, code] = await Promise.all([new Response(child.stdout).text(), child.exited]);
  if (code !== 0) throw new Error(`the import ended with ${code}: ${errors}`);
  return readPeople(data_folder);
}

export function readPeople(data_folder: string): Imported[] {
  const lines = readFileSync(join(data_folder, "tokens.jsonl"), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Imported);
}
