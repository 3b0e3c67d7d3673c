import { until } from "@feiliao/testkit/until";
import { SQL, type TransactionSQL } from "bun";

/**
 * Begins `acts` while another session holds, uncommitted, what `hold` did. It commits when each of them waits for a
 * lock or has answered, so that none can have read what came of it before.
 */
export async function whileHeld<T>(
  url: string,
  hold: (transaction: TransactionSQL) => Promise<unknown>,
  acts: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const holder = new SQL(url);
  let answered = 0;
  const counted = async (act: () => Promise<T>) => {
    try {
      return await act();
    } finally {
      answered++;
    }
  };
  const acting: Promise<T>[] = [];
  try {
    await holder.begin(async (transaction) => {
      await hold(transaction);
      acting.push(...acts.map(counted));
      for (const each of acting) each.catch(() => {}); // looked at below
      await until("each to wait or to have answered", async () => {
        const [row] = await holder`SELECT count(*)::integer AS waiting FROM pg_locks WHERE NOT granted`;
        return answered + row.waiting >= acts.length;
      });
    });
    return await Promise.all(acting);
  } finally {
    await holder.close();
  }
}
