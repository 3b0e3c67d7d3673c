import type { NameHit } from "@feiliao/client";
import { For } from "solid-js";

export interface HighlightedProps {
  text: string;
  highlights: NameHit["highlights"];
}

interface Part {
  text: string;
  marked: boolean;
}

/** A text with the places that were found marked. Text nodes only: nothing a person writes is read as markup. */
export function Highlighted(props: HighlightedProps) {
  return <For each={partsOf(props)}>{(part) => (part.marked ? <mark>{part.text}</mark> : part.text)}</For>;
}

/** Joined again, the parts are the text. */
export function partsOf({ text, highlights }: HighlightedProps): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { start, end } of highlights) {
    parts.push(
      { text: text.slice(at, start), marked: false },
      { text: text.slice(start, end), marked: true },
    );
    at = end;
  }
  parts.push({ text: text.slice(at), marked: false });
  return parts.filter((part) => part.text !== "");
}
