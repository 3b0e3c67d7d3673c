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

/** Starts a program and waits until it answers. @throws {Error} with the end of its output when it does not */
export async function startProgram(command: Command): Promise<Program> {
  const child = launch(command);
  const guard = guardOf(child);
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let hasEnded = false;
  for (const event of ["exit", "error"]) {
    child.once(event, () => {
      hasEnded = true;
      guard?.kill();
      resolve();
    });
  }
  await until(`${command.name} to answer`, async () => hasEnded || command.answers(), START_MS_MAX).catch(
    () => child.kill("SIGKILL"),
  );
  if (hasEnded || child.killed) {
    throw new Error(`${command.name} did not start: ${command.argv[0]}\n${tailOf(logOf(command))}`);
  }

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

/** Waits for all to start. When one does not, those that did are stopped again. */
export async function startAll<T>(
  starting: readonly Promise<T>[],
  stop: (started: T) => unknown,
): Promise<T[]> {
  const outcomes = await Promise.allSettled(starting);
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (!failed) return Promise.all(starting);
  await Promise.all(outcomes.map((outcome) => outcome.status === "fulfilled" && stop(outcome.value)));
  throw failed.reason;
}

function launch(command: Command): ChildProcess {
  const log = openSync(logOf(command), "a");
  const [file, ...args] = command.argv;
  const child = spawn(file, args, {
    cwd: command.folder,
    stdio: ["ignore", log, log],
    env: { ...process.env, ...command.environment },
    detached: true, // Ctrl-C in a terminal is for us, who then end it in order
    ...command.user,
  });
  closeSync(log);
  return child;
}

/** Ends the program when this process ends, however it does: then the pipe between it and the guard is closed. */
function guardOf({ pid }: ChildProcess): ChildProcess | null {
  if (pid === undefined) return null;
  const guard = spawn("/bin/sh", ["-c", `read -r _; kill -KILL ${pid}`], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guard.unref();
  return guard;
}

const logOf = ({ folder, name }: Command) => join(folder, `${name}.log`);
const tailOf = (path: string) => readFileSync(path, "utf8").slice(-LOG_TAIL_CHARACTERS);

/** The name of the user that this process runs as. */
export const ownUserName = () => Bun.spawnSync(["id", "-un"]).stdout.toString().trim();
