import type { CarrierClient } from "../peer/client.ts";
import type { Direction } from "../peer/client-role.ts";
import { DialledClient, type DialledClientOptions } from "../peer/dialled-client.ts";
import { type SmgpAccount, SmgpSpRole } from "./sp-role.ts";

export interface SmgpClientOptions extends DialledClientOptions, SmgpAccount {
  /** One connection for both directions, or one to submit beside one to receive, for gateways that want it so. */
  login?: "both" | "separate";
}

/** An SP at a gateway of China Telecom. Begins to dial at once. */
export function smgpClient(options: SmgpClientOptions): CarrierClient {
  const directions: Direction[] = options.login === "separate" ? ["send", "receive"] : ["both"];
  return new DialledClient(
    (direction) => new SmgpSpRole(options, direction, options.clock),
    options,
    directions,
  );
}
