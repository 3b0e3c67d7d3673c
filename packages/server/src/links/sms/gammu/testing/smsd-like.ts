import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "@feiliao/testkit";
import type { SpoolFolders } from "../spool.ts";
import { decodeSpoolText, encodeSpoolText } from "../spool-text.ts";

/** Handsets by what the daemon does with an SMS to them. */
export const NUMBERS = {
  reachable: "+8613800138000",
  refused: "+8613800138001",
  unanswered: "+8613800138002",
};

const NAME = /^OUT[A-Z]\d{8}_\d{6}_\d\d_(\+\d+)_\w+\.txt$/;

export async function spoolFolders(): Promise<{ folder: string; folders: SpoolFolders }> {
  const folder = mkdtempSync(join(tmpdir(), "feiliao-gammu-"));
  const folders = {
    ...{ outbox: join(folder, "outbox"), sent: join(folder, "sent") },
    ...{ error: join(folder, "error"), inbox: join(folder, "inbox") },
  };
  await Promise.all(Object.values(folders).map((each) => mkdir(each)));
  return { folder, folders };
}

/** Does with the folders what gammu-smsd does, but fails where a test wants it to. */
export class SmsdLike {
  readonly #folders: SpoolFolders;
  readonly #arrived = new Map<string, string[]>();
  readonly #timer: ReturnType<typeof setInterval>;
  #written = 0;

  constructor(folders: SpoolFolders) {
    this.#folders = folders;
    this.#timer = setInterval(() => this.#look(), 20);
  }

  arrived(number: string): string[] {
    return this.#arrived.get(number) ?? [];
  }

  /** Resolves with whether it was taken: it stays in the inbox otherwise. */
  async reply(number: string, text: string): Promise<boolean> {
    const second = String(this.#written++ % 60).padStart(2, "0");
    const name = `IN20260131_0800${second}_00_${number}_00.txt`;
    const path = join(this.#folders.inbox, name);
    writeFileSync(path, encodeSpoolText(text));
    const gone = until("it was taken", () => !readdirSync(this.#folders.inbox).includes(name), 1_000);
    const taken = await gone.then(
      () => true,
      () => false,
    );
    rmSync(path, { force: true });
    return taken;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const name of readdirSync(this.#folders.outbox).sort()) {
      const number = NAME.exec(name)?.[1];
      if (!number || number === NUMBERS.unanswered) continue;
      const path = join(this.#folders.outbox, name);
      if (number !== NUMBERS.refused) {
        this.#arrived.set(number, [...this.arrived(number), decodeSpoolText(readFileSync(path))]);
      }
      renameSync(path, join(number === NUMBERS.refused ? this.#folders.error : this.#folders.sent, name));
    }
  }
}
