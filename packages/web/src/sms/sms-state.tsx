import type { ConversationView, MessageView } from "@feiliao/client";
import { createMemo, createSignal, type JSX, Show } from "solid-js";
import { deferred } from "../ui/deferred.tsx";
import { s } from "./language.ts";
import { WrittenAsSms } from "./marks.tsx";
import { type SmsSummary, summaryOf } from "./progress.ts";
import "./sms.css";

const SmsInfo = deferred(() => import("./sms-info.tsx").then((module) => module.SmsInfo));

export interface SmsStateProps {
  message: MessageView;
  conversation: ConversationView;
  /** How far it has come in the app. */
  fallback: JSX.Element;
}

/** In the bubble: that it went or came as SMS, and how far it has come. Somebody who reads it in the app has read it. */
export function SmsState(props: SmsStateProps) {
  const [info, setInfo] = createSignal(false);
  const summary = createMemo(() => summaryOf(props.message.sms ?? []));
  const isPath = (): boolean => {
    const { state, sms, failure } = props.message;
    if (!sms || failure || state === "read" || state === "heard") return false;
    return !summary().notice && !["asked", "planned", "cancelled"].includes(summary().state);
  };
  const noticed = (): boolean => summary().notice && ["sent", "delivered"].includes(summary().state);
  const written = () => {
    const { content } = props.message;
    return content.type === "text" && content.via === "sms" ? content : undefined;
  };
  return (
    <>
      <Show when={written()}>{(content) => <WrittenAsSms incomplete={content().incomplete === true} />}</Show>
      <Show when={noticed()}>
        <span class="sms-mark">{s().notice}</span>
      </Show>
      <Show when={isPath()} fallback={props.fallback}>
        <button
          type="button"
          class={`sms-state is-${summary().state}`}
          title={s().note.details}
          data-testid="sms-state"
          data-sms={summary().state}
          onClick={() => setInfo(true)}
        >
          {s().sms} · {stateText(summary())}
        </button>
      </Show>
      <Show when={info()}>
        <SmsInfo message={props.message} conversation={props.conversation} onClosed={() => setInfo(false)} />
      </Show>
    </>
  );
}

function stateText({ state, recipients, delivered }: SmsSummary): string {
  const some = delivered > 0 && delivered < recipients;
  return some && state !== "failed" ? s().state_of(delivered, recipients) : s().state[state];
}
