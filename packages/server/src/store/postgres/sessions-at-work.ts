import { SQL } from "bun";
import type { Clock } from "../../platform/clock.ts";
import { readPostgresUrl } from "./postgres-url.ts";

const ANSWER_S_MAX = 3;

/** A session that waits for a lock or a standby is at work as well. Without track_activities, nobody knows. */
const COUNT = `SELECT count(*)::int AS at_work FROM pg_stat_activity
  WHERE application_name = $1 AND (state IS NULL OR state IN ('active', 'disabled'))`;

/**
 * How many sessions with this name the server is at work for, asked over a connection of its own: infinitely many
 * when it answers and will not say, null when nobody answers in time.
 */
export async function sessionsAtWork(url: string, name: string, clock: Clock): Promise<number | null> {
  const sql = new SQL({ ...readPostgresUrl(url), max: 1, connectionTimeout: ANSWER_S_MAX });
  const patience = clock.setTimeout(() => void sql.close({ timeout: 0 }), ANSWER_S_MAX * 1_000);
  try {
    const [row] = await sql.unsafe(COUNT, [name]);
    return row.at_work;
  } catch (failure) {
    const isAnswer = failure instanceof SQL.PostgresError && failure.errno !== undefined;
    return isAnswer ? Number.POSITIVE_INFINITY : null;
  } finally {
    clock.clearTimeout(patience);
    await sql.close({ timeout: 0 });
  }
}
