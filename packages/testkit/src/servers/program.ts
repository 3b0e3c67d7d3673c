import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../until.ts";

const START_MS_MAX = 30_000;
const STOP_MS_MAX = 10_000;
const LOG_TAIL_CHARACTERS = 2_000;

export interface Command {
  argv: readonly [string, ...string[]];
  /** Where it runs and where its output goes, to `<name>.log`. */
  folder: string;
  name: string;
  environment?: Record<string, string>;
  /** Run as somebody else. */
  user?: { uid: number; gid: number };
  /** How to ask it to end. */
  stopSignal?: NodeJS.Signals;
  /** Whether it serves. */
  answers: () => boolean | Promise<boolean>;
}

/** A server of somebody else's, as a process of its own. */
export interface Program {
  readonly pid: number;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
  /** kill -9 */
  kill(): Promise<void>;
  /** It keeps its connections and its memory and does nothing, until resumed. */
  pause(): void;
  resume(): void;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts a program and waits until it answers. @throws {Error} with the end of its output when it does not */
export async function startProgram(command: Command): Promise<Program> {
  const child = launch(command);
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  child.once("exit", () => {
    running.delete(child);
    resolve();
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  await until(`${command.name} to answer`, async () => hasEnded() || command.answers(), START_MS_MAX).catch(
    () => child.kill("SIGKILL"),
  );
  if (hasEnded() || child.killed)
    throw new Error(`${command.name} did not start:\n${tailOf(logOf(command))}`);

  async function end(signal: NodeJS.Signals): Promise<void> {
    child.kill(signal);
    const impatience = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
    await ended;
    clearTimeout(impatience);
  }
  return {
    pid: child.pid!,
    stop: () => end(command.stopSignal ?? "SIGTERM"),
    kill: () => end("SIGKILL"),
    pause: () => child.kill("SIGSTOP"),
    resume: () => child.kill("SIGCONT"),
  };
}

function launch(command: Command): ChildProcess {
  const log = openSync(logOf(command), "a");
  const [file, ...args] = command.argv;
  const child = spawn(file, args, {
    cwd: command.folder,
    stdio: ["ignore", log, log],
    env: { ...process.env, ...command.environment },
    ...command.user,
  });
  closeSync(log);
  running.add(child);
  child.on("error", () => running.delete(child));
  return child;
}

const logOf = ({ folder, name }: Command) => join(folder, `${name}.log`);
const tailOf = (path: string) => readFileSync(path, "utf8").slice(-LOG_TAIL_CHARACTERS);

/** The name of the user that this process runs as. */
export const ownUserName = () => Bun.spawnSync(["id", "-un"]).stdout.toString().trim();
