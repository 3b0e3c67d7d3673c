import type { ConversationId } from "@feiliao/protocol";
import type { AppendIntent } from "../conversation-store.ts";
import { columnsOf } from "./array-literal.ts";
import type { ConversationState } from "./conversation-state.ts";
import type { WriteNeeds } from "./conversation-writer.ts";
import type { Row, Transaction } from "./transaction.ts";

export type States = ReadonlyMap<ConversationId, ConversationState>;
export type Writes = readonly WriteNeeds[];
export type Appends = readonly AppendIntent[];

/** Puts what was read where it belongs, once the states are there. */
export type Part = (states: States) => void;

/** Rows found for keys asked for; `n` counts the keys from 1. Nothing is sent when nothing is asked. */
export async function asked<T extends object>(
  transaction: Transaction,
  text: string,
  keys: readonly (readonly (string | number)[])[],
): Promise<(T & { n: number })[]> {
  return keys.length === 0 ? [] : transaction.query<Row & T & { n: number }>(text, ...columnsOf(keys));
}

/** The last of those that have the same key. */
export function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
