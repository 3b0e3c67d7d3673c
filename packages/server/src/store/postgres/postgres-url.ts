import type { SQL } from "bun";

/**
 * What a URL of PostgreSQL says: `postgres://user:password@host:5432/database`, with the parameters of the
 * client (`sslmode=verify-full` and the like) and one of ours: `prepare=off` sends every statement anew, for a
 * pooler that gives each transaction another connection and does not know prepared statements.
 *
 * @throws {Error} that does not quote the URL, for it may hold a password
 */
export function readPostgresUrl(text: string): SQL.PostgresOrMySQLOptions {
  if (!URL.canParse(text)) throw new Error("must look like postgres://user:password@host:5432/database");
  const url = new URL(text);
  const prepare = url.searchParams.get("prepare") ?? "on";
  if (prepare !== "on" && prepare !== "off") throw new Error("must have prepare=on or prepare=off");
  url.searchParams.delete("prepare");
  const database = decodeURIComponent(url.pathname.slice(1));
  return {
    adapter: "postgres",
    url,
    prepare: prepare === "on",
    // Named, since otherwise the environment's PGDATABASE would go before the URL.
    ...(database && { database }),
  };
}
