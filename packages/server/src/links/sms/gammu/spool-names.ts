/** One file of an SMS from a handset, as gammu-smsd names it: `IN20261123_021531_00_+8613911112222_00.txt`. */
export interface InboxFile {
  name: string;
  from: string;
  /** From 0, of the parts of a long SMS. */
  part: number;
  /** Milliseconds since 1970; the name has the time of this machine. */
  at: number;
}

const INBOX = /^IN(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)_(\d+)_([^_]*)_(\d+)\.txt$/;

/** Null for what is no SMS with text. */
export function readInboxName(name: string): InboxFile | null {
  const [, year, month, day, hour, minute, second, , from, part] = INBOX.exec(name) ?? [];
  if (year === undefined || from === undefined) return null;
  const numbers = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 1, d = 1, h = 0, mi = 0, s = 0] = numbers;
  return { name, from, part: Number(part), at: new Date(y, mo - 1, d, h, mi, s).getTime() };
}

/**
 * The files of whole SMS, in order: a first part and those that follow it of the same sender, as the daemon writes them
 * when all are there, or when it has waited long enough.
 */
export function groupInbox(files: readonly InboxFile[]): InboxFile[][] {
  const groups: InboxFile[][] = [];
  const last_of = new Map<string, InboxFile[]>();
  for (const file of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const open = last_of.get(file.from);
    if (open && file.part > 0 && file.part === open.at(-1)!.part + 1) {
      open.push(file);
      continue;
    }
    const group = [file];
    groups.push(group);
    last_of.set(file.from, group);
  }
  return groups;
}

const SERIALS = 100;

/**
 * The name of an SMS in the outbox: `OUTB20261123_021531_07_+8613800138000_<id>.txt`. The daemon takes them by name, so
 * the priority is the same for all, and the serial keeps those of one second in order.
 */
export function outboxName(to: string, id: string, serial: number, now: number): string {
  const digits = new Date(now).toISOString().replace(/\D/g, "");
  const number = String(serial % SERIALS).padStart(2, "0");
  return `OUTB${digits.slice(0, 8)}_${digits.slice(8, 14)}_${number}_${to}_${id}.txt`;
}
