import {
  learnRoute,
  NOTHING_KNOWN,
  type NumberRoute,
  type Served,
} from "../../../links/sms/routing/number-route.ts";
import type { SmsRoutes } from "../../sms/routes.ts";
import { arrayOf, columnsOf } from "../array-literal.ts";
import type { Database } from "../database.ts";
import type { Transaction } from "../transaction.ts";

type Row = { number: string; route: string };
type Change = { number: string; next(route: NumberRoute): NumberRoute };

const PUT = `
  INSERT INTO sms_route (number, route, overridden)
  SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[])
  ON CONFLICT (number) DO UPDATE SET route = excluded.route, overridden = excluded.overridden`;

export function postgresSmsRoutes(database: Database): SmsRoutes {
  async function routes(numbers: readonly string[]): Promise<Map<string, NumberRoute>> {
    const rows = await database.query<Row>(
      "SELECT number, route FROM sms_route WHERE number = ANY($1::text[])",
      arrayOf(numbers),
    );
    return new Map(rows.map(({ number, route }) => [number, JSON.parse(route) as NumberRoute]));
  }

  return {
    routes,
    async learn(lessons) {
      // Most SMS teach nothing: nothing is written for them.
      const known = await routes(lessons.map(({ number }) => number));
      const teaches = lessons.some((lesson) => {
        const route = known.get(lesson.number) ?? NOTHING_KNOWN;
        return learnRoute(route, lesson) !== route;
      });
      if (!teaches) return;
      const changes = lessons.map((lesson) => ({
        number: lesson.number,
        next: (route: NumberRoute) => learnRoute(route, lesson),
      }));
      await database.transaction((transaction) => change(transaction, changes));
    },
    async setOverrides(overrides) {
      const changes = overrides.map(({ number, carrier }) => ({
        number,
        next: (route: NumberRoute) => (route.override === carrier ? route : { ...route, override: carrier }),
      }));
      await database.transaction((transaction) => change(transaction, changes));
    },
    async overrides(after, limit) {
      const rows = await database.query<Row>(
        "SELECT number, route FROM sms_route WHERE overridden AND number > $1 ORDER BY number LIMIT $2::integer",
        ...[after ?? "", String(limit)],
      );
      return rows.map(({ number, route }) => {
        const { override } = JSON.parse(route) as NumberRoute & { override: Served };
        return { number, carrier: override };
      });
    },
  };
}

async function change(transaction: Transaction, changes: readonly Change[]): Promise<void> {
  const numbers = arrayOf(changes.map(({ number }) => number));
  // Also of numbers that have no row yet: what two nodes learn at once adds up.
  await transaction.query(
    `SELECT pg_advisory_xact_lock(lock) FROM (
       SELECT DISTINCT hashtextextended('sms route ' || number, 0) AS lock FROM unnest($1::text[]) AS wanted (number)
       ORDER BY lock) AS locks`,
    numbers,
  );
  const rows = await transaction.query<Row>(
    "SELECT number, route FROM sms_route WHERE number = ANY($1::text[])",
    numbers,
  );
  const routes = new Map(rows.map(({ number, route }) => [number, JSON.parse(route) as NumberRoute]));
  const changed = new Map<string, NumberRoute>();
  for (const { number, next } of changes) {
    const known = routes.get(number) ?? NOTHING_KNOWN;
    const route = next(known);
    if (route === known) continue;
    routes.set(number, route);
    changed.set(number, route);
  }
  if (changed.size === 0) return;
  const written = [...changed].map(([number, route]) => [
    ...[number, JSON.stringify(route), route.override !== null],
  ]);
  transaction.write(PUT, ...columnsOf(written));
}
