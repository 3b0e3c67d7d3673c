import { ID_PREFIXES, type IdKind } from "@feiliao/protocol/ids";

/** Randomness, so that a simulation can be replayed from one seed. */
export interface Random {
  bytes(length: number): Uint8Array;
}

export const systemRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

const ID_BYTES = 16;

/** A fresh id: the prefix of its kind and 128 random bits in base64url. */
export function newId<Id extends string>(kind: IdKind, random: Random): Id {
  return `${ID_PREFIXES[kind]}${Buffer.from(random.bytes(ID_BYTES)).toString("base64url")}` as Id;
}
