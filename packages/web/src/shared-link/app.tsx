import { createMemo, createSignal, Match, onCleanup, Show, Switch } from "solid-js";
import { Icon } from "../ui/icon.tsx";
import { dateText, sizeText } from "./format.ts";
import { texts } from "./language.ts";
import { type Opened, openShared, type SharedMessage } from "./shared-message.ts";
import { Voice } from "./voice.tsx";

/** What a link in an SMS shows to somebody without the app. Its token stands behind #, so no server logs it. */
export function App() {
  const [opened, setOpened] = createSignal<Opened>({ state: "opening" });
  const open = async (): Promise<void> => {
    setOpened({ state: "opening" });
    setOpened(await openShared(location.hash.slice(1)));
  };
  void open();
  window.addEventListener("hashchange", open);
  onCleanup(() => window.removeEventListener("hashchange", open));
  const shown = createMemo(() => {
    const now = opened();
    return now.state === "shown" ? now.message : null;
  });
  return (
    <main class="shared" data-testid="shared" data-state={opened().state}>
      <Switch>
        <Match when={shown()}>{(message) => <Shown message={message()} />}</Match>
        <Match when={opened().state === "opening"}>
          <p class="soft" role="status">
            {texts.opening}
          </p>
        </Match>
        <Match when={opened().state === "gone"}>
          <h1>{texts.gone}</h1>
          <p class="soft">{texts.gone_why}</p>
        </Match>
        <Match when={opened().state === "offline"}>
          <h1>{texts.offline}</h1>
          <button type="button" class="primary" onClick={open}>
            {texts.retry}
          </button>
        </Match>
      </Switch>
    </main>
  );
}

function Shown(props: { message: SharedMessage }) {
  const title = (): string => texts.from[props.message.kind](props.message.sender_name ?? texts.somebody);
  return (
    <>
      <header>
        <h1>{title()}</h1>
        <time class="soft" datetime={new Date(props.message.sent_at).toISOString()}>
          {dateText(props.message.sent_at)}
        </time>
      </header>
      <Content message={props.message} />
      <Show when={props.message.caption}>
        <p class="caption" dir="auto">
          {props.message.caption}
        </p>
      </Show>
      <footer>
        <p>{texts.answer}</p>
        <p class="soft">{texts.until(dateText(props.message.expires_at))}</p>
        <a class="secondary" href="/">
          {texts.join}
        </a>
      </footer>
    </>
  );
}

function Content(props: { message: SharedMessage }) {
  const first = (): string => props.message.sources[0]?.url ?? "";
  return (
    <Switch>
      <Match when={props.message.kind === "voice"}>
        <Voice message={props.message} />
      </Match>
      <Match when={props.message.kind === "image"}>
        <a href={first()} class="media">
          <img
            src={first()}
            width={props.message.width ?? undefined}
            height={props.message.height ?? undefined}
            alt={texts.from.image(props.message.sender_name ?? texts.somebody)}
            data-testid="shared-image"
          />
        </a>
      </Match>
      <Match when={props.message.kind === "video"}>
        {/* biome-ignore lint/a11y/useMediaCaption: what people film has none. */}
        <video
          class="media"
          controls
          playsinline
          preload="none"
          poster={props.message.poster ?? undefined}
          width={props.message.width ?? undefined}
          height={props.message.height ?? undefined}
          src={first()}
          data-testid="shared-video"
        />
      </Match>
      <Match when={props.message.kind === "file"}>
        <a class="file" href={first()} download={props.message.name ?? ""} data-testid="shared-file">
          <Icon name="file" />
          <b dir="auto">{props.message.name}</b>
          <span>{texts.download(sizeText(props.message.size ?? 0))}</span>
        </a>
      </Match>
    </Switch>
  );
}
