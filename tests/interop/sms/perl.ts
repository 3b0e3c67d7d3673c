import { join } from "node:path";
import { until } from "@feiliao/testkit/until";

export interface PerlPeer {
  /** What it has printed so far. */
  lines: string[];
  /** The first line that begins so, without the beginning. */
  says(beginning: string): Promise<string>;
  /** Resolves with its exit code, when all that it printed is there. */
  ended: Promise<number>;
  kill(): void;
}

/** Runs one of `peers/`. */
export function perl(script: string, ...args: string[]): PerlPeer {
  const peer = Bun.spawn(["/usr/bin/perl", join(import.meta.dir, "peers", script), ...args], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const lines: string[] = [];
  const read = (async () => {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of peer.stdout) {
      const pieces = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = pieces.pop()!;
      lines.push(...pieces);
    }
  })();
  return {
    lines,
    async says(beginning) {
      const said = () => lines.find((line) => line.startsWith(beginning));
      return (await until(`${script} to say ${beginning}`, said)).slice(beginning.length);
    },
    ended: read.then(() => peer.exited),
    kill: () => peer.kill("SIGKILL"),
  };
}
