import { onMount } from "solid-js";
import { toggleMark } from "../formatting/toggle-mark.ts";
import { t } from "../i18n/language.ts";
import { effect } from "../state/effect.ts";
import { composing } from "./composing.ts";

export interface MessageFieldProps {
  text: string;
  onText: (text: string) => void;
  onSend: () => void;
  /** The arrow up in an empty field. */
  onUp: () => void;
  onEscape: () => void;
  /** Files were pasted. */
  onFiles: (files: readonly File[]) => void;
  ref: (field: HTMLTextAreaElement) => void;
}

/** Key code of every key that an input method handles (UI Events §7.3.1). */
const HANDLED_BY_INPUT_METHOD = 229;

/** What Ctrl (⌘ on a Mac) and a letter put around what is selected. */
const MARKS: Record<string, string | undefined> = { b: "**", i: "*" };

export function MessageField(props: MessageFieldProps) {
  let field!: HTMLTextAreaElement;
  const fit = (): void => {
    if (CSS.supports("field-sizing", "content")) return;
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight}px`;
  };
  effect(() => {
    if (field.value !== props.text) field.value = props.text;
    fit();
  });
  onMount(() => {
    props.ref(field);
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) field.focus();
  });

  const emphasise = (mark: string): void => {
    const { value: text, selectionStart: start, selectionEnd: end } = field;
    const marked = toggleMark({ text, start, end }, mark);
    field.value = marked.text;
    field.setSelectionRange(marked.start, marked.end);
    props.onText(marked.text);
  };
  const pressed = (event: KeyboardEvent): void => {
    // Enter that picks a word in a Chinese input method must not send.
    if (event.isComposing || event.keyCode === HANDLED_BY_INPUT_METHOD) return;
    const mark = event.ctrlKey || event.metaKey ? MARKS[event.key.toLowerCase()] : undefined;
    if (mark && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      emphasise(mark);
    }
    if (event.key === "ArrowUp" && field.value === "" && !event.altKey) {
      event.preventDefault();
      props.onUp();
    }
    if (event.key === "Escape" && composing().type !== "new") {
      event.preventDefault(); // or the chat would be left
      props.onEscape();
    }
    if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
    event.preventDefault();
    props.onSend();
  };
  const pasted = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    props.onFiles(files);
  };

  return (
    <textarea
      ref={field}
      class="message-field"
      rows="1"
      dir="auto"
      placeholder={t().composer.placeholder}
      aria-label={t().composer.placeholder}
      enterkeyhint="send"
      autocomplete="off"
      data-testid="composer"
      onInput={(event) => props.onText(event.currentTarget.value)}
      onKeyDown={pressed}
      onPaste={pasted}
    />
  );
}
