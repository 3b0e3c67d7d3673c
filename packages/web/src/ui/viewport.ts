/**
 * Keeps the app above the on-screen keyboard in browsers that lay it over the page instead of making the page
 * smaller (iOS, which has no `interactive-widget`). Zooming in is left alone.
 */
export function followKeyboard(): void {
  const viewport = window.visualViewport;
  viewport?.addEventListener("resize", () => {
    const covered = viewport.scale === 1 && window.innerHeight - viewport.height > 1;
    document.documentElement.style.setProperty("--app-height", covered ? `${viewport.height}px` : "100dvh");
    if (covered) window.scrollTo(0, 0);
  });
}
