/** Whether a text may be more than plain: a cheap look, before anything is loaded for showing it. */
export function mayBeFormatted(text: string): boolean {
  return /[*_~`]|^> |^- /m.test(text);
}
