import type { ConversationInfo } from "@feiliao/protocol";
import { DIRECT_INFO } from "../group-rules.ts";

/** What a conversation is, as its column has it: NULL for a direct conversation that nobody has changed. */
export function readInfo(column: string | null): ConversationInfo {
  return column === null ? DIRECT_INFO : (JSON.parse(column) as ConversationInfo);
}
