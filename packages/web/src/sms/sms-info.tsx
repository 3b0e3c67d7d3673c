import type { ConversationView, SmsInfo as Info, MessageView } from "@feiliao/client";
import { createResource, For, Show } from "solid-js";
import { clockTime, fullDate } from "../i18n/dates.ts";
import { showNumber } from "../numbers/show-number.ts";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { s } from "./language.ts";
import { yuan } from "./price.ts";
import { carrierText } from "./words.ts";
import "./sms.css";

export interface SmsInfoProps {
  message: MessageView;
  conversation: ConversationView;
  onClosed: () => void;
}

type Recipient = Omit<Info["recipients"][number], "steps"> & Partial<Info["recipients"][number]>;

/** The way of a message as SMS: to whom, over which carrier, when, at which price, and why not. */
export function SmsInfo(props: SmsInfoProps) {
  const [told] = createResource(
    // Asked again as it comes further.
    () => ({ message: props.message }),
    ({ message }) => client.sms.info(message).catch(() => null),
  );
  /** What this device knows by itself, until the server has told the rest. */
  const recipients = (): Recipient[] =>
    told.latest?.recipients ??
    (props.message.sms ?? []).map(({ to, progress }) => ({ account_id: to, progress }));
  return (
    <Dialog title={s().info.title} class="sms-info" onClosed={props.onClosed}>
      <Show when={recipients().length > 0} fallback={<p class="soft">{s().info.none}</p>}>
        <ul class="sms-recipients" data-testid="sms-info">
          <For each={recipients()}>
            {(recipient) => <Path recipient={recipient} conversation={props.conversation} />}
          </For>
        </ul>
      </Show>
      <Show when={told() === null}>
        <p class="soft">{s().info.offline}</p>
      </Show>
    </Dialog>
  );
}

function Path(props: { recipient: Recipient; conversation: ConversationView }) {
  const progress = () => props.recipient.progress;
  const name = (): string => {
    const known = props.conversation.nameOf(props.recipient.account_id);
    return /^\+\d+$/.test(known) ? showNumber(known) : known;
  };
  const cost = (): string => {
    const { state, fen } = progress();
    if (state === "cancelled" || fen === 0) return s().info.free;
    return state === "unknown" ? `${s().info.may_cost} ${yuan(fen)}` : yuan(fen);
  };
  return (
    <li>
      <h3>
        {name()}
        <span class={`sms-state is-${progress().state}`} data-testid="sms-info-state">
          {s().state[progress().state]}
          <Show when={progress().reason}>{(reason) => ` · ${s().reason[reason()]}`}</Show>
        </span>
      </h3>
      <dl>
        <dt>{s().info.path}</dt>
        <dd>
          {s().sms} · {carrierText(progress().carrier)}
        </dd>
        <dt>{s().info.units}</dt>
        <dd>{progress().units}</dd>
        <dt>{s().info.cost}</dt>
        <dd>{cost()}</dd>
      </dl>
      <ol>
        <For each={props.recipient.steps ?? []}>
          {(step) => (
            <li>
              <time datetime={new Date(step.at).toISOString()} title={fullDate(step.at)}>
                {clockTime(step.at)}
              </time>
              {s().info.steps[step.state]}
              <Show when={step.code}>
                <code>{step.code}</code>
              </Show>
            </li>
          )}
        </For>
      </ol>
    </li>
  );
}
