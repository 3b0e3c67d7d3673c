import type { EntryContent } from "@feiliao/protocol";

/** What is left of an erased entry's content. */
export const ERASED: EntryContent = { type: "erased" };
export const ERASED_JSON = JSON.stringify(ERASED);
