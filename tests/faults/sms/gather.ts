import { join } from "node:path";
import type { AccountId, ConversationId, SmsProgress } from "@feiliao/protocol";
import { CARRIER_IDS, PROTOCOLS } from "@feiliao/server/links/sms/simulator/carriers/carrier";
import { silentLogger } from "@feiliao/server/platform/logger";
import type { SmsRow } from "@feiliao/server/store/sms/ledger";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import type { Store } from "@feiliao/server/store/store";
import type { Device } from "@feiliao/testkit";
import type { Arrival, Evidence, LinkBill, Written } from "./audit/evidence.ts";
import type { CarrierBox } from "./carriers/carrier-box.ts";
import { markIn } from "./mark.ts";

const PAGE_ENTRIES = 5_000;
const HOUR_MS = 3_600_000;

/** What people were told of their SMS, by the messages' marks. */
export async function toldTo(
  devices: readonly Device[],
  written: readonly Written[],
): Promise<Map<number, SmsProgress>> {
  const marks = new Map(written.map(({ conversation_id, seq, mark }) => [`${conversation_id} ${seq}`, mark]));
  const told = new Map<number, SmsProgress>();
  for (const device of devices) {
    for (let token: string | null = null, more = true; more; ) {
      const page: Awaited<ReturnType<typeof pull>> = await pull(device, token);
      for (const change of page.account) {
        if (change.type !== "sms") continue;
        const mark = marks.get(`${change.conversation_id} ${change.seq}`);
        if (mark !== undefined) told.set(mark, change.progress);
      }
      ({ token, more } = page);
    }
  }
  return told;
}

const pull = (device: Device, token: string | null) => device.post("sync/pull", { token });

/** What stands on the handsets. */
export function arrivalsOn(box: CarrierBox, numbers: readonly string[]): Arrival[] {
  return numbers.flatMap((number) =>
    box.carriers
      .messages(number)
      .filter(({ from }) => from !== number)
      .map(({ text, missing }) => ({ mark: markIn(text), number, missing })),
  );
}

/** The ledger, the logs and the money in the data folder of a server that has stopped. Imports the statements. */
export async function readLedger(
  folder: string,
  box: CarrierBox,
  written: readonly Written[],
  now: number,
): Promise<Pick<Evidence, "rows" | "logged" | "bills">> {
  const store = sqliteStore(join(folder, "feiliao.sqlite"), silentLogger);
  try {
    const rows = new Map<number, SmsRow[]>();
    for (const { mark, conversation_id, seq } of written)
      rows.set(mark, await store.sms.ofMessage(conversation_id, seq));
    return { rows, logged: await loggedIn(store, written), bills: await settleBills(store, box, now) };
  } finally {
    await store.close();
  }
}

async function loggedIn(store: Store, written: readonly Written[]): Promise<Evidence["logged"]> {
  const readers = new Map<ConversationId, AccountId>(
    written.map(({ conversation_id, sender }) => [conversation_id, sender]),
  );
  const logged: { conversation_id: ConversationId; text: string }[] = [];
  for (const [conversation_id, reader] of readers) {
    for (let after_seq = 0, more = true; more; ) {
      const range = { after_seq, limit: PAGE_ENTRIES };
      const { entries } = await store.conversations.read(conversation_id, reader, range);
      for (const { content } of entries)
        if (content.type === "text" && content.via === "sms")
          logged.push({ conversation_id, text: content.text });
      after_seq = entries.at(-1)?.seq ?? after_seq;
      more = entries.length > 0;
    }
  }
  return logged;
}

async function settleBills({ sms }: Store, box: CarrierBox, now: number): Promise<LinkBill[]> {
  const bills: LinkBill[] = [];
  const of = (link: string, sums: LinkBill["before"]) => sums.filter((sum) => sum.link === link);
  for (const carrier of CARRIER_IDS) {
    const link = PROTOCOLS[carrier];
    const before = of(link, await sms.summary(0));
    const statement = { link, from: 0, until: now + HOUR_MS, lines: box.statement(carrier) };
    const outcome = await sms.importStatement(statement, now);
    const after = of(link, await sms.summary(0));
    bills.push({ link, bill_fen: box.carriers.billSum(carrier, "own").fen, before, after, outcome });
  }
  return bills;
}
