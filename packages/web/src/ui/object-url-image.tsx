import { onCleanup } from "solid-js";

/** A picture that is only in memory, shown as long as the component lives. */
export function ObjectUrlImage(props: { blob: Blob; class: string }) {
  const url = URL.createObjectURL(props.blob);
  onCleanup(() => URL.revokeObjectURL(url));
  return <img class={props.class} src={url} alt="" />;
}
