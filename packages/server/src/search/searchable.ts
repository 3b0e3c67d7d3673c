import type { Entry } from "@feiliao/protocol";

/** What of a message can be searched: words that were written, or the name of a file. */
export interface Searchable {
  kind: "message" | "file";
  text: string;
}

/** The one place that says what of an entry may be indexed and shown as found. Null: nothing, or it is sealed. */
export function searchableOf({ content, enc }: Entry): Searchable | null {
  if (enc !== 0) return null;
  switch (content.type) {
    case "text":
      return { kind: "message", text: content.text };
    default:
      return null;
  }
}
