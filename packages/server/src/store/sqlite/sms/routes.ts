import type { Database } from "bun:sqlite";
import {
  learnRoute,
  NOTHING_KNOWN,
  type NumberRoute,
  type Served,
} from "../../../links/sms/routing/number-route.ts";
import type { SmsRoutes } from "../../sms/routes.ts";
import type { SqliteWriter } from "../writer.ts";

export function sqliteSmsRoutes(database: Database, writer: SqliteWriter): SmsRoutes {
  const read = database.query<{ route: string }, [string]>("SELECT route FROM sms_route WHERE number = ?");
  const put = database.query<unknown, [string, string, number]>(
    "INSERT OR REPLACE INTO sms_route (number, route, overridden) VALUES (?, ?, ?)",
  );
  const overridden = database.query<{ number: string; route: string }, [string, number]>(
    "SELECT number, route FROM sms_route WHERE overridden = 1 AND number > ? ORDER BY number LIMIT ?",
  );

  function routeOf(number: string): NumberRoute | null {
    const row = read.get(number);
    return row && (JSON.parse(row.route) as NumberRoute);
  }

  function change(number: string, change: (route: NumberRoute) => NumberRoute): void {
    const known = routeOf(number) ?? NOTHING_KNOWN;
    const route = change(known);
    if (route !== known) put.run(number, JSON.stringify(route), route.override === null ? 0 : 1);
  }

  return {
    async routes(numbers) {
      const known = numbers.map((number) => [number, routeOf(number)] as const);
      return new Map(known.filter((pair): pair is [string, NumberRoute] => pair[1] !== null));
    },
    async learn(lessons) {
      // Most SMS teach nothing: nothing is written for them.
      const teaches = lessons.some((lesson) => {
        const known = routeOf(lesson.number) ?? NOTHING_KNOWN;
        return learnRoute(known, lesson) !== known;
      });
      if (!teaches) return;
      await writer.write(() => {
        for (const lesson of lessons) change(lesson.number, (route) => learnRoute(route, lesson));
      });
    },
    setOverrides: (overrides) =>
      writer.write(() => {
        for (const { number, carrier } of overrides) {
          change(number, (route) => (route.override === carrier ? route : { ...route, override: carrier }));
        }
      }),
    overrides: async (after, limit) =>
      overridden.all(after ?? "", limit).map(({ number, route }) => {
        const { override } = JSON.parse(route) as NumberRoute & { override: Served };
        return { number, carrier: override };
      }),
  };
}
