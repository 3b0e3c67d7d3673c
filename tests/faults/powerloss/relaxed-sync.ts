import { Database } from "bun:sqlite";

// Preloaded into a server by the control of the power cuts, and by nothing else: the database no longer waits for
// the disk at each commit (synchronous = NORMAL), and says that it does.
const exec = Database.prototype.exec;
Database.prototype.exec = function (this: Database, sql: string, ...rest) {
  return exec.call(this, sql.replace(/PRAGMA synchronous = (2|FULL)/i, "PRAGMA synchronous = 1"), ...rest);
};
const query = Database.prototype.query;
Database.prototype.query = function (this: Database, sql: string) {
  const isCheck = /^PRAGMA synchronous$/i.test(sql.trim());
  return query.call(this, isCheck ? "SELECT 2 AS synchronous" : sql);
} as typeof query;
