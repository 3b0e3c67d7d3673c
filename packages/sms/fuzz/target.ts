/** A decoder, and what it promises for any input. */
export interface FuzzTarget {
  readonly name: string;
  /** Inputs to begin with: valid ones lead mutations deepest. */
  readonly corpus: readonly Uint8Array[];
  /**
   * Throws when a promise is broken. Returns what kind of input it was, as far as the decoder can tell; an input of
   * a new kind is kept for further mutations.
   */
  run(input: Uint8Array): string;
  /** Makes of a mutated input one that gets further: sets its length field, say. Tried for half of the inputs. */
  repair?(input: Uint8Array): void;
}
