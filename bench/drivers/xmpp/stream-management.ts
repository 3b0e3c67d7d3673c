/**
 * What the server's <a h='n'/> confirms (XEP-0198, section 4): n counts every stanza since <enable/>, while the
 * scenarios count messages. Other stanzas are only sent while no message is on its way.
 */
export class AcknowledgedStanzas {
  private enabled = false;
  private acknowledged = 0;
  private unacknowledgedMessages = 0;

  enable(): void {
    this.enabled = true;
    this.acknowledged = 0;
    this.unacknowledgedMessages = 0;
  }

  message(): void {
    this.unacknowledgedMessages++;
  }

  /** A stanza that is no message was sent; it counts, but nobody waits for its confirmation. */
  other(): void {
    if (this.enabled) this.acknowledged++;
  }

  /** The number of messages newly confirmed by a server that has handled `handled` stanzas. */
  acknowledge(handled: number): number {
    const messages = Math.min(handled - this.acknowledged, this.unacknowledgedMessages);
    this.acknowledged = handled;
    this.unacknowledgedMessages -= messages;
    return messages;
  }
}
