const COMPACT_AFTER = 64;

/** When the unconfirmed messages of one client were sent. Confirmations come in the order of sending. */
export class SendTimes {
  private readonly times: number[] = [];
  private head = 0;

  push(time: number): void {
    this.times.push(time);
  }

  /** The oldest one; NaN when nothing is unconfirmed. */
  shift(): number {
    const time = this.times[this.head] ?? Number.NaN;
    this.head++;
    if (this.head >= COMPACT_AFTER) {
      this.times.splice(0, this.head);
      this.head = 0;
    }
    return time;
  }
}
