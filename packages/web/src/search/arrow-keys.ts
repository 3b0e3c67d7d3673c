/** Up and down go from the field through the results and back. Returns whether the key did. */
export function moveThrough(results: Element, field: HTMLElement, key: string): boolean {
  if (key !== "ArrowDown" && key !== "ArrowUp") return false;
  const stops = [field, ...results.querySelectorAll<HTMLElement>("button")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[at + (key === "ArrowDown" ? 1 : -1)];
  if (at < 0 || !next) return false;
  next.focus();
  return true;
}
