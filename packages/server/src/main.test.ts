import { afterAll, expect, test } from "bun:test";
import { join } from "node:path";
import { temporaryFolder } from "@feiliao/testkit/servers/temporary-folder";

const folder = temporaryFolder("main");
afterAll(() => folder.remove());

/** Runs the server with settings that it must refuse. */
async function refusal(settings: Record<string, string>): Promise<{ code: number; said: string }> {
  const server = Bun.spawn([process.execPath, join(import.meta.dir, "main.ts")], {
    env: { ...process.env, PORT: "0", FEILIAO_DATA: join(folder.path, "data"), ...settings },
    stdout: "ignore",
    stderr: "pipe",
  });
  const [code, said] = await Promise.all([server.exited, new Response(server.stderr).text()]);
  return { code, said: said.trim() };
}

test("a setting that cannot be read ends the server with one plain line", async () => {
  expect(await refusal({ PORT: "eighty" })).toEqual({
    code: 2,
    said: 'PORT must be a whole number from 0 to 65535, not "eighty"',
  });
});

test("settings that do not fit each other end the server, and it says what to do", async () => {
  const { code, said } = await refusal({ FEILIAO_DATABASE: "postgres://u:hush@127.0.0.1/chat" });
  expect(code).toBe(2);
  expect(said).toContain("set it to nats://");
  expect(said).not.toContain("hush");
});

test("a secret that is not there is not made up", async () => {
  const { code, said } = await refusal({ FEILIAO_SECRET_FILE: join(folder.path, "missing") });
  expect(code).toBe(2);
  expect(said).toContain("openssl rand -hex 32");
});

test("an address that only its adapter can read is refused without quoting it", async () => {
  const { code, said } = await refusal({ FEILIAO_BLOBS: "s3://key:hush@127.0.0.1" });
  expect(code).toBe(2);
  expect(said).toStartWith("FEILIAO_BLOBS: must look like s3://");
  expect(said).not.toContain("hush");
});
