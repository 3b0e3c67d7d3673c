import type { ConversationView, MessageView } from "@feiliao/client";
import type { FallbackRule } from "@feiliao/protocol";
import { FALLBACK_DEFAULT } from "@feiliao/protocol/contact/fallback-default";
import { createMemo, createSignal, Match, Show, Switch } from "solid-js";
import { done } from "../group/done.ts";
import { clockTime, waitingTime } from "../i18n/dates.ts";
import { client, conversations } from "../state/client.ts";
import { deferred } from "../ui/deferred.tsx";
import { s } from "./language.ts";
import { obstacleTo, priceOf, yuan } from "./price.ts";
import { isOver, type SmsSummary, summaryOf } from "./progress.ts";
import "./sms.css";

const SmsInfo = deferred(() => import("./sms-info.tsx").then((module) => module.SmsInfo));

export interface SmsNoteProps {
  message: MessageView;
  conversation: ConversationView;
}

/** Under one's own message: why its SMS did not arrive, what a rule will do, or that it can be sent as SMS still. */
export function SmsNote(props: SmsNoteProps) {
  const [info, setInfo] = createSignal(false);
  const rule = (): FallbackRule => {
    const { address } = props.conversation;
    return (address && client.sms.fallback(address)) || FALLBACK_DEFAULT;
  };
  const summary = createMemo(() => {
    const { sms } = props.message;
    const now = sms && summaryOf(sms);
    return now && !isOver(now, props.message, rule().unless) ? now : null;
  });
  const is = (state: string) => (summary()?.state === state ? summary() : null);
  const waits = () => (summary()?.state === "queued" ? summary()!.due_at : null);
  const unsent = (): boolean => {
    const { message, conversation } = props;
    const isLast = conversation.last?.key === message.key;
    return !message.sms && conversation.sms && isLast && message.content.type !== "recalled";
  };
  return (
    <Switch>
      <Match when={is("failed")}>
        {(failed) => (
          <p class="sms-note" data-testid="sms-failed">
            <span class="error">{s().note.failed(s().reason[failed().reason ?? "unspecified"])}</span>
            <button type="button" class="quiet" data-testid="sms-details" onClick={() => setInfo(true)}>
              {s().note.details}
            </button>
            <Show when={info()}>
              <SmsInfo {...props} onClosed={() => setInfo(false)} />
            </Show>
          </p>
        )}
      </Match>
      <Match when={is("unknown")}>
        <p class="sms-note soft" data-testid="sms-unknown">
          {s().note.unknown}
        </p>
      </Match>
      <Match when={is("asked")}>
        {(asked) => (
          <p class="sms-note" data-testid="sms-asked">
            <span>{s().note.asked}</span>
            <SendNow {...props} fen={asked().fen} />
          </p>
        )}
      </Match>
      <Match when={is("planned")}>
        {(planned) => (
          <p class="sms-note soft" data-testid="sms-planned">
            {plannedText(planned(), rule())}
          </p>
        )}
      </Match>
      <Match when={waits()}>
        {(at) => (
          <p class="sms-note soft" data-testid="sms-waits">
            {s().note.waits(clockTime(at()))}
          </p>
        )}
      </Match>
      <Match when={unsent()}>
        <SendNow {...props} fen={null} />
      </Match>
    </Switch>
  );
}

/** `10 分钟未读则短信提醒` */
function plannedText({ due_at, notice }: SmsSummary, { mode, unless }: FallbackRule): string {
  const { planned, planned_ask, planned_full } = s().note;
  const text = !notice ? planned_full : mode === "ask" ? planned_ask : planned;
  const wait_s = ((due_at ?? 0) - Date.now()) / 1_000;
  return text(waitingTime(Math.max(1, wait_s)), unless === "read");
}

/** Sends as SMS what is in the chat already. `fen` null: at the price of the chat. */
function SendNow(props: SmsNoteProps & { fen: number | null }) {
  const [busy, setBusy] = createSignal(false);
  const offer = createMemo(() => {
    conversations();
    const { content, conversation_id } = props.message;
    if (props.fen !== null) return { fen: props.fen, quiet_until: null };
    const rate = client.sms.rate(conversation_id);
    const price = rate && priceOf(rate, content.type === "text" ? content.text : null);
    return rate && price && !obstacleTo(rate, price) ? price : null;
  });
  const send = async (fen_max: number, at_night: "now" | "wait"): Promise<void> => {
    setBusy(true);
    await done(client.sms.send(props.message, { fen_max, at_night }));
    setBusy(false);
  };
  return (
    <Show when={offer()}>
      {(price) => (
        <button
          type="button"
          class="quiet sms-send"
          disabled={busy()}
          data-testid="sms-send"
          onClick={() => send(price().fen, price().quiet_until === null ? "now" : "wait")}
        >
          <Show when={price().quiet_until} fallback={s().note.send(yuan(price().fen))}>
            {(until) => s().note.send_at(clockTime(until()), yuan(price().fen))}
          </Show>
        </button>
      )}
    </Show>
  );
}
