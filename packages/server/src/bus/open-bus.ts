import { withSetting } from "../platform/config.ts";
import type { Bus } from "./bus.ts";
import { inProcessBus } from "./in-process.ts";
import type { NodeParts } from "./nats/networked-bus.ts";

/** Whether there may be other nodes than this one. */
export const connectsNodes = (setting: string | null) => setting !== null && setting !== "none";

/** The bus of FEILIAO_BUS. @throws {SettingError} */
export async function openBus(setting: string | null, parts: NodeParts): Promise<Bus> {
  if (!setting || !connectsNodes(setting)) return inProcessBus();
  const { natsBus } = await import("./nats/nats-bus.ts");
  return withSetting("FEILIAO_BUS", () => natsBus(setting, parts));
}
