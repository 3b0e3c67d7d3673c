/** Looks up what came over a line: "valueOf" is seven characters like a stat, and every object has one. */
export function ownEntry<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
