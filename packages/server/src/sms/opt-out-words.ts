const OUT: ReadonlySet<string> = new Set(["TD", "T", "R", "N", "QX", "退订", "拒收", "STOP", "UNSUBSCRIBE"]);
const BACK: ReadonlySet<string> = new Set(["KT", "START", "开通"]);

/** Whether a text says, and says nothing else than, that its handset wants no SMS any more, or wants them again. */
export function optOutIn(text: string): { out: boolean; word: string } | null {
  const word = text.normalize("NFKC").trim().toUpperCase();
  if (OUT.has(word)) return { out: true, word };
  return BACK.has(word) ? { out: false, word } : null;
}
