import { createMemo, For, Match, Switch } from "solid-js";
import { parseFormatted } from "./parse.ts";
import type { Block, Emphasis, Inline, Line } from "./tree.ts";
import "./formatted-text.css";

/** Elements of our own around text nodes: nothing a person writes is ever read as markup (MD11). */
export function FormattedText(props: { text: string }) {
  const blocks = createMemo(() => parseFormatted(props.text));
  let element!: HTMLSpanElement;
  /** Who copies the whole message gets what was typed. */
  const copy = (event: ClipboardEvent): void => {
    const selected = getSelection()?.toString().trim();
    if (selected === "" || selected !== shownText(element)) return;
    event.clipboardData?.setData("text/plain", props.text);
    event.preventDefault();
  };
  return (
    <span ref={element} class="text formatted" dir="auto" onCopy={copy}>
      <For each={blocks()}>{(block) => <BlockContent block={block} />}</For>
    </span>
  );
}

/** As a selection of it reads: with the line breaks of its blocks. */
function shownText(element: HTMLElement): string {
  // biome-ignore lint/performance/useDomNodeTextContent: a selection's text follows the rendering, as innerText does.
  return element.innerText.trim();
}

function BlockContent(props: { block: Block }) {
  const as = <Type extends Block["type"]>(type: Type) =>
    props.block.type === type ? (props.block as Extract<Block, { type: Type }>) : undefined;
  return (
    <Switch>
      <Match when={as("code")}>{(block) => <pre dir="ltr">{block().text}</pre>}</Match>
      <Match when={as("paragraph")}>
        {(block) => (
          <span class="paragraph">
            <Lines lines={block().lines} />
          </span>
        )}
      </Match>
      <Match when={props.block.type === "quote" && props.block}>
        {(block) => (
          <blockquote>
            <Lines lines={block().lines} />
          </blockquote>
        )}
      </Match>
      <Match when={props.block.type === "list" && props.block}>
        {(block) => (
          <ul>
            <For each={block().lines}>
              {(line) => (
                <li>
                  <Inlines content={line.content} />
                </li>
              )}
            </For>
          </ul>
        )}
      </Match>
    </Switch>
  );
}

function Lines(props: { lines: readonly Line[] }) {
  return (
    <For each={props.lines}>
      {(line, index) => (
        <>
          {index() > 0 && "\n"}
          <Inlines content={line.content} />
        </>
      )}
    </For>
  );
}

function Inlines(props: { content: readonly Inline[] }) {
  return <For each={props.content}>{(inline) => <InlineContent inline={inline} />}</For>;
}

function InlineContent({ inline }: { inline: Inline }) {
  switch (inline.type) {
    case "text":
      return inline.text;
    case "code":
      return <code>{inline.text}</code>;
    case "link":
      return (
        <a href={inline.href} target="_blank" rel="noopener noreferrer">
          {inline.text}
        </a>
      );
    default:
      return <Emphasised kind={inline.type} content={inline.content} />;
  }
}

function Emphasised(props: { kind: Emphasis; content: readonly Inline[] }) {
  return (
    <Switch>
      <Match when={props.kind === "bold"}>
        <strong>
          <Inlines content={props.content} />
        </strong>
      </Match>
      <Match when={props.kind === "italic"}>
        <em>
          <Inlines content={props.content} />
        </em>
      </Match>
      <Match when={props.kind === "strike"}>
        <s>
          <Inlines content={props.content} />
        </s>
      </Match>
    </Switch>
  );
}
