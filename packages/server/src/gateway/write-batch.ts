/** Something with frames to write at the end of this turn of the event loop. */
export interface Flushable {
  flush(): void;
}

/**
 * Writes the frames of one turn together: a group commit answers many messages at once, and a system call for
 * each frame was half the cost of a message.
 */
export class WriteBatch {
  #waiting: Flushable[] = [];

  add(connection: Flushable): void {
    if (this.#waiting.push(connection) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const connection of waiting) connection.flush();
  }
}
