const REASON_CHARACTERS = 200;

/** Connections and messages that were lost although nobody meant to leave. */
export class Losses {
  private count = 0;
  private lastReason = "";
  private leaving = false;

  add(reason: string): void {
    if (this.leaving) return;
    this.count++;
    this.lastReason = reason.slice(0, REASON_CHARACTERS);
  }

  /** From here on, closed connections are no loss. */
  expectGoodbyes(): void {
    this.leaving = true;
  }

  /** No figures when nothing was lost. */
  figures(): { lost?: number; lost_reason?: string } {
    return this.count === 0 ? {} : { lost: this.count, lost_reason: this.lastReason };
  }
}
