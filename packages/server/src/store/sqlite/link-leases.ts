import type { Database } from "bun:sqlite";
import type { LinkLease, LinkLeaseStore } from "../link-lease-store.ts";
import type { SqliteWriter } from "./writer.ts";

type Row = Omit<LinkLease, "available"> & { available: number };

export function sqliteLinkLeases(database: Database, writer: SqliteWriter): LinkLeaseStore {
  const all = database.query<Row, []>(
    "SELECT link_id, holder, token, beat, available FROM link_lease ORDER BY link_id",
  );
  const takeFirst = database.query<{ token: number }, [string, string]>(
    "INSERT INTO link_lease VALUES (?, ?, 1, 0, 0) ON CONFLICT DO NOTHING RETURNING token",
  );
  const takeOver = database.query<{ token: number }, [string, string, number, number | null]>(
    `UPDATE link_lease SET holder = ?, token = token + 1, beat = 0, available = 0
     WHERE link_id = ? AND token = ? AND beat IS ? RETURNING token`,
  );
  const renew = database.query<unknown, [number, string, number]>(
    "UPDATE link_lease SET beat = beat + 1, available = ? WHERE link_id = ? AND token = ? AND beat IS NOT NULL",
  );
  const release = database.query<unknown, [string, number]>(
    "UPDATE link_lease SET beat = NULL, available = 0 WHERE link_id = ? AND token = ?",
  );

  return {
    all: async () => all.all().map((row) => ({ ...row, available: row.available === 1 })),
    take: (link_id, holder, seen) =>
      writer.write(() => {
        const row = seen
          ? takeOver.get(holder, link_id, seen.token, seen.beat)
          : takeFirst.get(link_id, holder);
        return row?.token ?? null;
      }),
    renew: (held) =>
      writer.write(() =>
        held
          .filter(({ link_id, token, available }) => renew.run(Number(available), link_id, token).changes > 0)
          .map(({ link_id }) => link_id),
      ),
    release: (link_id, token) => writer.write(() => void release.run(link_id, token)),
  };
}
