import type { Config } from "@feiliao/server/platform/config";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import { startTestServer, type TestServer } from "./test-server.ts";

/** Runs a test on a server of its own whose time passes only as the test says. */
export async function onVirtualClock(
  act: (server: TestServer, clock: VirtualClock) => Promise<void>,
  settings: Partial<Config> = {},
): Promise<void> {
  const clock = new VirtualClock();
  const server = await startTestServer(settings, { clock });
  try {
    await act(server, clock);
  } finally {
    await server.close();
  }
}
