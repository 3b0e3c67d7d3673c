import type { CarrierClient } from "../peer/client.ts";
import { DialledClient, type DialledClientOptions } from "../peer/dialled-client.ts";
import { type AskedVersion, type CmppAccount, CmppSpRole } from "./sp-role.ts";

export type CmppClientOptions = DialledClientOptions & CmppAccount;

/** An SP at a gateway of China Mobile: one connection for both directions. Begins to dial at once. */
export function cmppClient(options: CmppClientOptions): CarrierClient {
  const asked: AskedVersion = { version: options.version ?? 0x30 };
  return new DialledClient(() => new CmppSpRole(options, asked, options.clock), options);
}
