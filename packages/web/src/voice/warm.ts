export interface Resource<T> {
  open(): Promise<T>;
  close(value: T): void;
  /** False when what was opened has died meanwhile and the next use must open it again. */
  usable(value: T): boolean;
  /** How long it stays open after its last use. */
  linger_ms: number;
}

export interface Lease<T> {
  readonly value: T;
  /** Gives it back; repeating it does nothing. */
  release(): void;
}

/** Something costly to open that is shared, and stays open for a while after its last use. */
export class Warm<T> {
  readonly #resource: Resource<T>;
  #current: Promise<T> | null = null;
  #leases = 0;
  #closing: ReturnType<typeof setTimeout> | undefined;

  constructor(resource: Resource<T>) {
    this.#resource = resource;
  }

  /** Calls `open` before it returns, so that a gesture of the person still counts. */
  async use(): Promise<Lease<T>> {
    clearTimeout(this.#closing);
    this.#leases++;
    try {
      const value = await this.#value();
      let released = false;
      const release = () => {
        if (!released) this.#released();
        released = true;
      };
      return { value, release };
    } catch (error) {
      this.#released();
      throw error;
    }
  }

  async #value(): Promise<T> {
    const current = this.#current;
    if (!current) return this.#open();
    const value = await current;
    if (this.#resource.usable(value)) return value;
    return this.#current === current ? this.#open() : this.#value();
  }

  #open(): Promise<T> {
    const opening = this.#resource.open();
    this.#current = opening;
    opening.catch(() => {
      if (this.#current === opening) this.#current = null;
    });
    return opening;
  }

  #released(): void {
    if (--this.#leases > 0) return;
    this.#closing = setTimeout(() => this.#close(), this.#resource.linger_ms);
  }

  #close(): void {
    this.#current?.then(this.#resource.close, () => undefined);
    this.#current = null;
  }
}
