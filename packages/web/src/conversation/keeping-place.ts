const NATIVE = CSS.supports("overflow-anchor", "auto");

/**
 * Changes the rows of a list without moving what the reader sees. Browsers do this themselves (scroll anchoring,
 * CSS Scroll Anchoring §2), but not at the very top, and Safari only lately.
 */
export function keepingPlace(list: HTMLElement, change: () => void): void {
  if (NATIVE && list.scrollTop > 1) {
    change();
    return;
  }
  const rows = list.querySelectorAll<HTMLElement>("[data-key]");
  const anchor = [...rows].find(
    (row) => row.getBoundingClientRect().bottom > list.getBoundingClientRect().top,
  );
  const before = anchor?.getBoundingClientRect().top;
  change();
  if (anchor?.isConnected && before !== undefined) {
    list.scrollTop += anchor.getBoundingClientRect().top - before;
  }
}
