import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { processTree } from "../measure/proc.ts";

const START_MS_MAX = 60_000;
const STOP_MS_MAX = 10_000;
const PROBE_EVERY_MS = 5;
const LOG_TAIL_CHARACTERS = 2_000;

export interface Command {
  argv: readonly [string, ...string[]];
  /** Where it runs and where its output goes, to `output.log`. */
  folder: string;
  environment?: Record<string, string>;
  /** Run as somebody else. */
  user?: { uid: number; gid: number };
  /** How to ask it to end. */
  stopSignal?: NodeJS.Signals;
  /** Whether it answers in its protocol. */
  answers: () => Promise<boolean>;
}

export interface ServerProcess {
  pid: number;
  started_ms: number;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts a server and waits for its first answer. */
export async function startProcess(command: Command): Promise<ServerProcess> {
  const startedAt = performance.now();
  const child = launch(command);
  const deadline = startedAt + START_MS_MAX;
  while (!(await command.answers())) {
    if (child.exitCode === null && performance.now() < deadline) await Bun.sleep(PROBE_EVERY_MS);
    else return giveUp(child, command);
  }
  const started_ms = Math.round(performance.now() - startedAt);
  return { pid: child.pid!, started_ms, stop: () => stop(child, command.stopSignal ?? "SIGTERM") };
}

function launch(command: Command): ChildProcess {
  const log = openSync(logFile(command), "a");
  const [program, ...args] = command.argv;
  const child = spawn(program, args, {
    cwd: command.folder,
    stdio: ["ignore", log, log],
    env: { ...process.env, ...command.environment },
    ...command.user,
  });
  closeSync(log);
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Ends the process and everything it has started, by pid. */
async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const pids = [...processTree([child.pid!]).keys()];
  child.kill(signal);
  const deadline = performance.now() + STOP_MS_MAX;
  while (pids.some(isAlive) && performance.now() < deadline) await Bun.sleep(50);
  for (const pid of pids.filter(isAlive)) process.kill(pid, "SIGKILL");
}

async function giveUp(child: ChildProcess, command: Command): Promise<never> {
  if (child.exitCode === null) await stop(child, "SIGKILL");
  const tail = readFileSync(logFile(command), "utf8").slice(-LOG_TAIL_CHARACTERS);
  throw new Error(`${command.argv[0]} did not come up:\n${tail}`);
}

const logFile = (command: Command) => `${command.folder}/output.log`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
