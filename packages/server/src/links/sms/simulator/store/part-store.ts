import type { Database } from "bun:sqlite";
import type { Part, Phase } from "../carriers/journey.ts";
import type { PartBody } from "../carriers/part-body.ts";

export interface PartLimits {
  /** Parts that the bills list one by one; of older ones only the sums are kept. */
  bill_parts_max: number;
}

export type NewPart = Omit<Part, "id" | "state" | "reason" | "done_at" | "tries">;

type Row = Omit<Part, "body"> & PartBody;

/** The books of the carriers: every part they accepted, and how far it has come. */
export class PartStore {
  readonly #database: Database;
  readonly #parts_max: number;

  constructor(database: Database, { bill_parts_max }: PartLimits) {
    this.#database = database;
    this.#parts_max = bill_parts_max;
  }

  open(part: NewPart): Part {
    const { id } = this.#database
      .query<{ id: number }, (string | number | Uint8Array | null)[]>(
        `INSERT INTO part (carrier, account, message_id, sender, number, coding, content, ref, part, parts, fen,
                           submitted_at, expires_at, copies, reports, report_after_ms, phase, due_at, state, tries)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, 'accepted', 0)
         RETURNING id`,
      )
      .get(
        part.carrier,
        part.account,
        part.message_id,
        part.sender,
        part.number,
        part.body.coding,
        part.body.content,
        part.ref,
        part.part,
        part.parts,
        part.fen,
        part.submitted_at,
        part.expires_at,
        part.copies,
        part.reports,
        part.report_after_ms,
        part.phase,
        part.due_at,
      )!;
    if (id % FORGET_EVERY === 0) this.#forgetTheOldest(id);
    return { ...part, id, state: "accepted", reason: null, done_at: null, tries: 0 };
  }

  /** Reports that were being offered when the process ended are offered again. */
  recover(now: number): void {
    this.#database.query("UPDATE part SET due_at = ?1 WHERE phase = 'reporting' AND due_at IS NULL").run(now);
  }

  /** Those that something happens to by now, the earliest first. */
  due(now: number, count_max: number): Part[] {
    return this.#database
      .query<Row, [number, number]>("SELECT * FROM part WHERE due_at <= ?1 ORDER BY due_at, id LIMIT ?2")
      .all(now, count_max)
      .map(({ coding, content, ...row }) => ({ ...row, body: { coding, content } }));
  }

  nextDueAt(): number | null {
    return this.#database
      .query<{ at: number | null }, []>("SELECT min(due_at) AS at FROM part WHERE due_at IS NOT NULL")
      .get()!.at;
  }

  /** How many something will happen to. */
  underWay(): number {
    return this.#database
      .query<{ count: number }, []>("SELECT count(*) AS count FROM part WHERE due_at IS NOT NULL")
      .get()!.count;
  }

  /** How many reports are just being offered. */
  offered(): number {
    return this.#database
      .query<{ count: number }, []>(
        "SELECT count(*) AS count FROM part WHERE phase = 'reporting' AND due_at IS NULL",
      )
      .get()!.count;
  }

  /** Writes what has become of it. False when another node has moved it since it was read. Within a transaction. */
  move(from: Part, to: Part): boolean {
    const keep = to.phase === "travelling" || to.phase === "waiting";
    const { changes } = this.#database
      .query(
        `UPDATE part SET phase = ?2, due_at = ?3, state = ?4, reason = ?5, done_at = ?6, tries = ?7,
                         content = CASE WHEN ?8 THEN content ELSE x'' END
          WHERE id = ?1 AND phase = ?9 AND due_at IS ?10`,
      )
      .run(
        to.id,
        to.phase,
        to.due_at,
        to.state,
        to.reason,
        to.done_at,
        to.tries,
        keep,
        from.phase,
        from.due_at,
      );
    return changes > 0;
  }

  /** The handset is on: what waited for it goes on. */
  wake(number: string, now: number): void {
    const [from, to]: Phase[] = ["waiting", "travelling"];
    this.#database
      .query("UPDATE part SET phase = ?3, due_at = ?4 WHERE number = ?1 AND phase = ?2")
      .run(number, from!, to!, now);
  }

  /** What is no longer under way goes to the sums. */
  #forgetTheOldest(newest: number): void {
    const before = newest - this.#parts_max;
    this.#database.query(ADD_UP).run(before);
    this.#database.query("DELETE FROM part WHERE id <= ?1 AND phase = 'ended'").run(before);
  }
}

const FORGET_EVERY = 1_000;

const ADD_UP = `
  INSERT INTO forgotten (carrier, account, state, parts, fen)
  SELECT carrier, account, state, count(*), sum(fen) FROM part
   WHERE id <= ?1 AND phase = 'ended' GROUP BY carrier, account, state
  ON CONFLICT DO UPDATE SET parts = forgotten.parts + excluded.parts, fen = forgotten.fen + excluded.fen`;
