import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256 } from "@feiliao/server/platform/secret";
import { recording, straceMissing } from "../syscalls/strace.ts";
import { readTrace } from "../syscalls/trace.ts";
import { Disk } from "./disk.ts";
import { Steps } from "./steps.ts";
import { IN_PIECES, WHOLE } from "./store-blobs.ts";

const root = mkdtempSync(join(tmpdir(), "feiliao-blobs-on-disk-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test.skipIf(straceMissing() !== null)(
  "D12 a file that is acknowledged outlives a power cut, bytes and name",
  async () => {
    const folder = join(root, "blobs");
    const trace = join(root, "trace");
    mkdirSync(folder);
    const program = [process.execPath, join(import.meta.dir, "store-blobs.ts"), folder];
    const { exitCode } = Bun.spawnSync([...recording(trace), ...program]);
    expect(exitCode).toBe(0);
    const steps = new Steps(folder, new Map());
    for (const call of await readTrace(trace)) steps.take(call);
    const disk = new Disk(folder, new Map());
    for (const step of steps.steps) if (step.kind === "disk") disk.apply(step.operation);
    const { files } = disk.strictImage();
    for (const bytes of [WHOLE, IN_PIECES]) {
      const digest = sha256(bytes).toString("base64url");
      expect(files.get(join(folder, digest.slice(0, 2), `blb_${digest}`))).toEqual(Buffer.from(bytes));
    }
  },
);
