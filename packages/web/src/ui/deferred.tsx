import { type Component, createSignal, type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";

/**
 * A component that is downloaded when it is first drawn. Until then, and when it cannot be downloaded,
 * `fallback` stands in its place.
 */
export function deferred<Props extends object>(
  load: () => Promise<Component<Props>>,
): Component<Props & { fallback?: JSX.Element }> {
  const [loaded, setLoaded] = createSignal<Component<Props>>();
  return (props) => {
    if (!loaded()) {
      load().then(
        (component) => setLoaded(() => component),
        (error: unknown) => console.warn("A part of the app could not be loaded.", error),
      );
    }
    return (
      <Show when={loaded()} fallback={props.fallback}>
        {(component) => <Dynamic component={component() as Component} {...props} />}
      </Show>
    );
  };
}
