import type { ConversationKind } from "@feiliao/protocol";
import { can, DEFAULT_SETTINGS, type Standing } from "../../conversation/can.ts";

/** What somebody is in a conversation of a kind, as selected by STANDING_COLUMNS. */
export type StandingRow = Pick<Standing, keyof Standing> & { kind: ConversationKind };

export const STANDING_COLUMNS = "kind, role, state, muted_until::float8, blocked";

/** Whether a row gives the right to read; there is none for a stranger. No setting decides about reading. */
export function mayRead(row: StandingRow | undefined): row is StandingRow {
  if (!row) return false;
  return can("read", { kind: row.kind, settings: DEFAULT_SETTINGS, membership: row, now: 0 });
}
