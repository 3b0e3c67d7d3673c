import type { Client, Driver, Listener } from "../../load/driver.ts";
import { XmppClient } from "./client.ts";

/** XMPP over plain TCP (RFC 6120). */
export class XmppDriver implements Driver {
  readonly echoesRoomMessages = true;
  readonly missedMessages = "pushed";
  private port = 0;

  connectTo(port: number): void {
    this.port = port;
  }

  client(index: number, listener: Listener): Client {
    return new XmppClient(index, this.port, listener);
  }
}
