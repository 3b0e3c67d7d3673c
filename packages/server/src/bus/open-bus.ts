import type { Clock } from "../platform/clock.ts";
import { withSetting } from "../platform/config.ts";
import type { Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import type { Secret } from "../platform/secret.ts";
import type { Bus } from "./bus.ts";
import { inProcessBus } from "./in-process.ts";
import { SERVICE_BYTES } from "./nats/envelope.ts";

interface Parts {
  secret: Secret;
  clock: Clock;
  random: Random;
  logger: Logger;
}

/** Whether there may be other nodes than this one. */
export const connectsNodes = (setting: string | null) => setting !== null && setting !== "none";

/** The bus of FEILIAO_BUS. @throws {SettingError} */
export async function openBus(setting: string | null, { secret, ...parts }: Parts): Promise<Bus> {
  if (!setting || !connectsNodes(setting)) return inProcessBus();
  const { natsBus } = await import("./nats/nats-bus.ts");
  const service = secret.derive("bus").subarray(0, SERVICE_BYTES);
  return withSetting("FEILIAO_BUS", () => natsBus(setting, { service, ...parts }));
}
