import { XmppClient } from "../drivers/xmpp/client.ts";
import type { Listener } from "../load/driver.ts";
import { pool } from "../load/pool.ts";

const SIGN_UPS_AT_ONCE = 32;
const NOBODY: Listener = { message() {}, accepted() {}, lost() {} };

/** Creates accounts through in-band sign-up (XEP-0077). */
export function registerAccounts(port: number, count: number): Promise<void> {
  return pool(count, SIGN_UPS_AT_ONCE, (index) => new XmppClient(index, port, NOBODY).register());
}

const STREAM_HEADER =
  "<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client'" +
  " xmlns:stream='http://etherx.jabber.org/streams'>";

/** A greeting and a part of the answer that only a ready server gives. */
export const XMPP_HELLO = [STREAM_HEADER, "features"] as const;
