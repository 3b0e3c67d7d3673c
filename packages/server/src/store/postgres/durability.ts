import type { Database } from "./database.ts";

const SERVER_VERSION_MIN = 140_000;

/** What must hold for an acknowledged write to survive a power cut (PostgreSQL manual, 20.5.1). */
const REQUIRED: Record<string, { allowed: readonly string[]; because: string }> = {
  fsync: { allowed: ["on"], because: "an acknowledged message would be lost with the machine" },
  full_page_writes: { allowed: ["on"], because: "a torn page after a power cut could not be repaired" },
  synchronous_commit: {
    allowed: ["on", "remote_apply"],
    because: "a commit would be acknowledged before it is on disk here, and on the standby when there is one",
  },
};

/**
 * Refuses a server that would lose what it acknowledged (D1).
 *
 * @throws {Error} naming the setting and what it must be
 */
export async function requireDurability(database: Database): Promise<void> {
  const rows = await database.query<{ name: string; setting: string }>(
    "SELECT name, setting FROM pg_settings WHERE name = ANY($1::text[]) OR name = 'server_version_num'",
    `{${Object.keys(REQUIRED).join(",")}}`,
  );
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
  if (Number(settings.get("server_version_num")) < SERVER_VERSION_MIN) {
    throw new Error("names a PostgreSQL older than version 14");
  }
  for (const [name, { allowed, because }] of Object.entries(REQUIRED)) {
    const setting = settings.get(name);
    // A managed service may hide a setting, or replace the mechanism behind it; it does not offer to turn it off.
    if (setting === undefined || allowed.includes(setting)) continue;
    throw new Error(
      `names a PostgreSQL with ${name} = ${setting}; it must be ${allowed.join(" or ")}, or ${because}`,
    );
  }
}
