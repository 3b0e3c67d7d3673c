import type { FeiliaoClient } from "@feiliao/client";
import type { BrowserContext, Page } from "playwright-core";
import type { RunningPeer } from "../peers/peer.ts";
import { originOf } from "./app.ts";
import { addProbes } from "./probes.ts";

declare global {
  /** The web app's own client; exists inside pages only. */
  var __feiliao: { client: FeiliaoClient } | undefined;
}

const CODE_S_MAX = 10;

/** Opens the web app signed in as the owner of the number, with the code from the carrier in a box. */
export async function openSignedIn(
  context: BrowserContext,
  server: RunningPeer,
  number: string,
): Promise<Page> {
  const origin = originOf(server);
  const page = await context.newPage();
  await addProbes(page);
  await page.goto(origin);
  await page.waitForFunction(() => globalThis.__feiliao?.client.session.phase === "signed_out");
  const { verification_id } = await page.evaluate(
    (number) => globalThis.__feiliao!.client.startVerification(number, "en"),
    number,
  );
  const code = await receivedCode(`${origin}/phones/${number}/messages`);
  await page.evaluate((input) => globalThis.__feiliao!.client.checkVerification(input), {
    verification_id,
    code,
    device_name: "bench",
  });
  await page.waitForFunction(() => {
    const { session } = globalThis.__feiliao!.client;
    return session.phase === "signed_in" && session.connection.phase === "online";
  });
  return page;
}

/** Each person signs in once in a run, so there is only one code. */
async function receivedCode(messages: string): Promise<string> {
  const deadline = performance.now() + CODE_S_MAX * 1e3;
  while (performance.now() < deadline) {
    const text = await (await fetch(messages)).text();
    const code = /\b\d{6}\b/.exec(text)?.[0];
    if (code) return code;
    await Bun.sleep(20);
  }
  throw new Error("no sign-up code arrived");
}
