import type { LinkLease, LinkLeaseStore } from "../link-lease-store.ts";
import { columnsOf } from "./array-literal.ts";
import type { Database } from "./database.ts";

type Row = Omit<LinkLease, "token" | "beat"> & { token: string; beat: string | null };

export function postgresLinkLeases(database: Database): LinkLeaseStore {
  /** Run again after a lost connection, it may find what it did itself: that counts as taken. */
  const TAKE_FIRST = `
    INSERT INTO link_lease AS held VALUES ($1, $2, 1, 0, false)
    ON CONFLICT (link_id) DO UPDATE SET holder = excluded.holder
    WHERE held.holder = excluded.holder AND held.token = 1 AND held.beat = 0
    RETURNING token`;
  const TAKE_OVER = `
    UPDATE link_lease SET holder = $2, token = $3::bigint + 1, beat = 0, available = false
    WHERE link_id = $1 AND (token = $3::bigint AND beat IS NOT DISTINCT FROM $4::bigint
      OR token = $3::bigint + 1 AND beat = 0 AND holder = $2)
    RETURNING token`;
  const RENEW = `
    UPDATE link_lease SET beat = beat + 1, available = held.available
    FROM unnest($1::text[], $2::bigint[], $3::boolean[]) AS held (link_id, token, available)
    WHERE link_lease.link_id = held.link_id AND link_lease.token = held.token AND beat IS NOT NULL
    RETURNING link_lease.link_id`;

  return {
    async all() {
      const rows = await database.query<Row>(
        "SELECT link_id, holder, token, beat, available FROM link_lease ORDER BY link_id",
      );
      return rows.map(({ token, beat, ...row }) => ({
        ...row,
        token: Number(token),
        beat: beat === null ? null : Number(beat),
      }));
    },
    async take(link_id, holder, seen) {
      const facts = seen ? [String(seen.token), seen.beat === null ? null : String(seen.beat)] : [];
      const [row] = await database.query<Pick<Row, "token">>(
        seen ? TAKE_OVER : TAKE_FIRST,
        ...[link_id, holder, ...facts],
      );
      return row ? Number(row.token) : null;
    },
    async renew(held) {
      if (held.length === 0) return [];
      const rows = await database.query<{ link_id: string }>(
        RENEW,
        ...columnsOf(held.map(({ link_id, token, available }) => [link_id, token, available])),
      );
      return rows.map(({ link_id }) => link_id);
    },
    async release(link_id, token) {
      await database.query(
        "UPDATE link_lease SET beat = NULL, available = false WHERE link_id = $1 AND token = $2::bigint",
        link_id,
        String(token),
      );
    },
  };
}
