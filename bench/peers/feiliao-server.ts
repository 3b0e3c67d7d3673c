import { readdirSync, rmSync } from "node:fs";
import type { ImportedUser } from "../drivers/feiliao-client.ts";
import { NEIGHBOURS_EACH_WAY } from "../load/neighbour.ts";
import type { Population, RunningPeer } from "./peer.ts";
import { answersHttp, freePort } from "./probe.ts";
import { startProcess } from "./process.ts";

const PACKAGES = `${import.meta.dir}/../../packages`;

interface Command {
  folder: string;
  /** Settings of the server beyond those every run has. */
  settings: Record<string, string>;
  profile?: boolean;
}

/** One process of our server, with its data in the folder. */
export async function startFeiliao({ folder, settings, profile }: Command): Promise<RunningPeer> {
  const port = freePort();
  const profiles = `${folder}/profiles`;
  rmSync(profiles, { recursive: true, force: true });
  const { pid, ...server } = await startProcess({
    argv: [
      process.execPath,
      ...(profile ? ["--cpu-prof", `--cpu-prof-dir=${profiles}`] : []),
      `${PACKAGES}/server/src/main.ts`,
    ],
    folder,
    environment: {
      PORT: String(port),
      FEILIAO_DATA: `${folder}/data`,
      // Each user of the bench sends faster than any person.
      FEILIAO_FRAMES_PER_S_MAX: "1000000",
      ...settings,
    },
    answers: () => answersHttp(`http://127.0.0.1:${port}/healthz`),
  });
  return {
    port,
    ownPids: [pid],
    pids: [pid],
    ...server,
    ...(profile && { profile: () => readProfile(profiles) }),
  };
}

/** Accounts, conversations and a room from `feiliao user import`. */
export async function importUsers(
  { folder, settings }: Command,
  { accounts, roomMembers }: Population,
): Promise<ImportedUser[]> {
  const tokens = tokensFile(folder);
  const program = [`${PACKAGES}/cli/src/main.ts`, "user", "import"];
  const people = ["--generate", String(accounts), "--conversations", String(2 * NEIGHBOURS_EACH_WAY)];
  const group = roomMembers > 0 ? ["--group", String(roomMembers)] : [];
  await runToEnd([...program, ...people, ...group, "--data", `${folder}/data`, "--tokens", tokens], settings);
  const lines = (await Bun.file(tokens).text()).trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** More entries in the conversations of those who were imported. */
export function fillHistory(
  folder: string,
  entries: number,
  present: number,
  language: "english" | "chinese",
): Promise<void> {
  const program = `${import.meta.dir}/fill-history.ts`;
  const counts = [String(entries), String(present)];
  return runToEnd([program, `${folder}/data`, tokensFile(folder), ...counts, language], {});
}

const tokensFile = (folder: string) => `${folder}/tokens.jsonl`;

async function runToEnd(program: readonly string[], environment: Record<string, string>): Promise<void> {
  const child = Bun.spawn([process.execPath, ...program], {
    stdout: "ignore",
    stderr: "inherit",
    env: { ...process.env, ...environment },
  });
  if ((await child.exited) !== 0) throw new Error(`${program[0]} failed`);
}

/** What the process wrote when it ended. */
async function readProfile(folder: string) {
  const [name] = readdirSync(folder);
  return Bun.file(`${folder}/${name}`).json();
}
