import type { Entry, EntryContent } from "@feiliao/protocol";

/** What of a message can be searched: words that were written, or the name of a file. */
export interface Searchable {
  kind: "message" | "file";
  text: string;
}

/**
 * The one place that says what of an entry may be indexed and shown as found, as edits have left it. Null: nothing,
 * or it is sealed.
 */
export function searchableOf({ content, enc, fold }: Entry): Searchable | null {
  if (enc !== 0) return null;
  const edited = fold?.edit?.text;
  switch (content.type) {
    case "text":
      return message([edited ?? content.text]);
    case "image":
    case "video":
      return message([edited ?? content.caption]);
    case "file":
      return { kind: "file", text: lines([content.name, edited ?? content.caption]) };
    case "location":
      return message([content.name]);
    case "contact_card":
      return message([content.name, content.address.replace(/^tel:/, "")]);
    default:
      return null;
  }
}

/** The seq of the entry whose words a content changes; null when it changes none. */
export function changedBy(content: EntryContent): number | null {
  return content.type === "edit" || content.type === "recall" ? content.target : null;
}

function message(parts: readonly (string | undefined)[]): Searchable | null {
  const text = lines(parts);
  return text === "" ? null : { kind: "message", text };
}

const lines = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join("\n");
