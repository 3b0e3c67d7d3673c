import { expect, test } from "bun:test";
import { Chance } from "@feiliao/testkit/chance";
import type { Store } from "../store.ts";
import type { SmsRow } from "./ledger.ts";
import { LedgerPlayer, LIMITS } from "./play/ledger-player.ts";

// SEEDS=50 FROM=0 ACTS=300 bun test packages/server/src/store/sqlite/sms

const SEEDS = Number(process.env.SEEDS ?? 2);
const FROM = Number(process.env.FROM ?? Date.now() % 1_000_000);
const ACTS = Number(process.env.ACTS ?? 150);
const ACTS_PER_LOOK = 25;
const LIMIT_MS = 60_000;

/** What the ledger promises of whatever happens: see SPEC.md. */
export function smsPlayContract(store: () => Store): void {
  for (let seed = FROM; seed < FROM + SEEDS; seed++) {
    test(
      `SL3 SL4 SB2 D14 whatever servers and carriers do, an SMS is taken once, and money adds up (seed ${seed})`,
      async () => {
        const { sms } = store();
        const player = new LedgerPlayer(sms, new Chance(seed, "ledger"));
        for (let act = 1; act <= ACTS; act++) {
          await player.act();
          if (act % ACTS_PER_LOOK === 0) await look(player);
        }
        const outcomes = await player.settleBills();
        for (const outcome of outcomes) expect(outcome).toMatchObject({ strange: 0, unbilled: 0 });
        await expectExplained(player);
        await expectBudgets(player, await player.rows());
        const bills = player.carriers.flatMap(({ bill }) => bill);
        expect(bills.length).toBeGreaterThan(0);
      },
      LIMIT_MS,
    );
  }

  async function look(player: LedgerPlayer): Promise<void> {
    expect([...player.begun].filter(([, times]) => times > 1)).toEqual([]);
    const taken = player.carriers.flatMap((carrier) => [...carrier.taken].map(([key]) => key));
    expect(taken.length).toBe(new Set(taken).size);
    for (const carrier of player.carriers)
      expect([...carrier.taken].filter(([, times]) => times > 1)).toEqual([]);
    const rows = await player.rows();
    await expectBudgets(player, rows);
    for (const { link, bill } of player.carriers) {
      const mine = rows.filter((row) => row.link === link);
      const confirmed = fenOf(mine.filter((row) => !isOpen(row)));
      const bill_fen = fenOf(bill);
      expect(bill_fen).toBeGreaterThanOrEqual(confirmed);
      expect(bill_fen).toBeLessThanOrEqual(confirmed + fenOf(mine.filter(isOpen)));
    }
  }

  /** Budgets hold what rows do, and never more than they may. */
  async function expectBudgets(player: LedgerPlayer, rows: readonly SmsRow[]): Promise<void> {
    const links = player.carriers.map(({ link }) => fenOf(rows.filter((row) => row.link === link)));
    const held = await store().sms.spent(Object.keys(LIMITS));
    expect(held).toEqual([fenOf(rows), ...links]);
    for (const [index, max] of Object.values(LIMITS).entries()) expect(held[index]).toBeLessThanOrEqual(max);
  }

  /** What we count by link is its bill, and nothing is unknown. */
  async function expectExplained(player: LedgerPlayer): Promise<void> {
    const sums = await store().sms.summary(0);
    for (const { link, bill } of player.carriers) {
      const mine = sums.filter((sum) => sum.link === link);
      expect(fenOf(mine)).toBe(fenOf(bill));
      expect(mine.filter(({ state, fen }) => state === "unknown" && fen > 0)).toEqual([]);
    }
  }
}

function isOpen({ state }: SmsRow): boolean {
  return state === "begun" || state === "unknown";
}

function fenOf(priced: readonly { fen: number }[]): number {
  return priced.reduce((sum, { fen }) => sum + fen, 0);
}
