import { createEffect, onCleanup } from "solid-js";

/** Runs `action` after drawing and whenever what it reads changes. The one place that names Solid's primitive. */
export function effect(action: () => void): void {
  createEffect(action);
}

/** Adds a listener for as long as the component lives. */
export function listen<Name extends keyof WindowEventMap>(
  target: Window,
  name: Name,
  listener: (event: WindowEventMap[Name]) => void,
): void;
export function listen<Name extends keyof DocumentEventMap>(
  target: Document,
  name: Name,
  listener: (event: DocumentEventMap[Name]) => void,
): void;
export function listen(target: EventTarget, name: string, listener: (event: never) => void): void {
  target.addEventListener(name, listener as EventListener);
  onCleanup(() => target.removeEventListener(name, listener as EventListener));
}
