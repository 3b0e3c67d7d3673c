import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import { type Played, programOf, type Script } from "../syscalls/scripts.ts";
import { recording } from "../syscalls/strace.ts";
import { type Call, readTrace } from "../syscalls/trace.ts";
import type { Step } from "./disk-operation.ts";
import { Steps } from "./steps.ts";

export type Files = Map<string, { file: number; bytes: Buffer }>;

/** A script that was played once, with everything its server did to the disk and said. */
export interface Recorded {
  script: Script;
  data_folder: string;
  before: Files;
  steps: Step[];
  played: Played;
}

/** Plays a script once under strace. `preload` is loaded by the server first. */
export async function record(script: Script, folder: string, preload?: string): Promise<Recorded> {
  const data_folder = join(folder, preload ? `${script.name}, altered` : script.name);
  await script.prepare(data_folder);
  const before = filesIn(data_folder);
  const file = join(folder, "recorded");
  const wrapper = recording(file);
  const node = await NodeUnderTest.start(data_folder, {
    wrapper,
    ...programOf(script),
    ...(preload && { preload }),
  });
  const played = await script.play(node.url, data_folder);
  await node.stop();
  const steps = new Steps(data_folder, before);
  for (const call of (await readTrace(file)).sort((a, b) => momentOf(a) - momentOf(b))) steps.take(call);
  rmSync(file);
  return { script, data_folder, before, steps: steps.steps, played };
}

/** Words are out as soon as they are handed over; what is done to a file is done when the call returns. */
function momentOf({ name, began, ended }: Call): number {
  return name.startsWith("send") ? began : ended;
}

function filesIn(folder: string): Files {
  const files: Files = new Map();
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const path = join(folder, name);
    if (statSync(path).isFile()) files.set(path, { file: files.size, bytes: readFileSync(path) });
  }
  return files;
}
