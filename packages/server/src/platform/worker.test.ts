import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startWorker } from "./worker.ts";

const folder = mkdtempSync(join(tmpdir(), "feiliao-worker-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MODULE = `
  import { answerQuestions } from ${JSON.stringify(join(import.meta.dir, "worker.ts"))};
  answerQuestions((question) => {
    if (question === "throw") throw Object.assign(new Error("what somebody wrote"), { code: "SQLITE_FULL" });
    if (question === "die") process.exit(1);
    return question + 1;
  });
`;

function start(source: string) {
  const path = join(folder, `${crypto.randomUUID()}.ts`);
  writeFileSync(path, source);
  return startWorker<number | string, number>(pathToFileURL(path));
}

test("answers come in the order of the questions", async () => {
  const thread = start(MODULE);
  expect(await Promise.all([1, 2, 3].map((number) => thread.ask(number)))).toEqual([2, 3, 4]);
  thread.end();
});

test("a failure is told by its code, without the message, and the thread goes on", async () => {
  const thread = start(MODULE);
  const failure = await thread.ask("throw").catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "WorkerFailure", code: "SQLITE_FULL" });
  expect(String(failure)).not.toContain("somebody");
  expect(await thread.ask(1)).toBe(2);
  thread.end();
});

test("a thread that dies rejects what it was asked, and what it is asked afterwards", async () => {
  for (const thread of [start(MODULE), start("throw new Error('at once')")]) {
    const asked = await Promise.allSettled([thread.ask("die"), thread.ask(1)]);
    const ended = { status: "rejected", reason: { code: "WORKER_ENDED" } };
    expect(asked).toMatchObject([ended, ended]);
    await expect(thread.ask(1)).rejects.toMatchObject({ code: "WORKER_ENDED" });
    thread.end();
  }
});
