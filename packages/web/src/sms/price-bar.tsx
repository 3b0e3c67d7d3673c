import type { ConversationView, SmsRate } from "@feiliao/client";
import type { SmsConsent } from "@feiliao/protocol";
import { createMemo, createSignal, For, onCleanup, Show } from "solid-js";
import { clockTime } from "../i18n/dates.ts";
import { effect } from "../state/effect.ts";
import { showsPrice } from "./agreed.ts";
import { s } from "./language.ts";
import { consentTo, littleLeft, obstacleTo, type Price, priceOf, yuan } from "./price.ts";
import { followRate, online } from "./rate.ts";
import { carrierText, obstacleText } from "./words.ts";
import "./sms.css";

export interface PriceBarProps {
  conversation: ConversationView;
  /** What is being written. */
  text: string;
}

/** Above the composer, where somebody is reached only by SMS: what sending costs, before it is sent. */
export function PriceBar(props: PriceBarProps) {
  const { conversation_id } = props.conversation;
  const rate = followRate(conversation_id);
  return (
    <Show
      when={!rate.tooMany()}
      fallback={
        <p class="price-bar obstacle" role="status" data-testid="sms-obstacle">
          {s().obstacle.too_many}
        </p>
      }
    >
      <Show when={rate.current()}>
        {(current) => (
          <Show when={current().recipients.length > 0}>
            <Offer conversation={props.conversation} rate={current()} text={props.text} />
          </Show>
        )}
      </Show>
    </Show>
  );
}

function Offer(props: PriceBarProps & { rate: SmsRate }) {
  const { conversation_id } = props.conversation;
  const [asSms, setAsSms] = createSignal(true);
  const [atNight, setAtNight] = createSignal<SmsConsent["at_night"]>("wait");
  const words = (): string | null => props.text.trim() || null;
  const price = createMemo(() => priceOf(props.rate, words()));
  const obstacle = createMemo(() => obstacleTo(props.rate, price()));
  effect(() => {
    const { rate } = props;
    const night = atNight();
    const wanted = asSms();
    showsPrice(conversation_id, (said) => {
      const cost = priceOf(rate, said);
      return wanted && !obstacleTo(rate, cost) ? { sms: consentTo(cost, night) } : {};
    });
  });
  onCleanup(() => showsPrice(conversation_id, null));
  return (
    <Show
      when={!obstacle()}
      fallback={
        <p class="price-bar obstacle" role="status" data-testid="sms-obstacle">
          {obstacleText(obstacle()!)}
        </p>
      }
    >
      <div class="price-bar" data-testid="sms-price">
        <button
          type="button"
          role="switch"
          class="sms-switch"
          aria-checked={asSms()}
          aria-label={s().price.as_sms}
          title={s().price.as_sms}
          data-testid="sms-switch"
          onClick={() => setAsSms(!asSms())}
        >
          {s().sms}
        </button>
        <Show when={asSms()} fallback={<span>{s().price.off}</span>}>
          <span class="price">
            <span data-testid="price">
              {words() === null ? priceFrom(priceOf(props.rate, "")) : priceText(price())}
            </span>
            <Remarks rate={props.rate} price={price()} link={words() === null} />
          </span>
          <Show when={price().quiet_until}>
            {(until) => <AtNight until={until()} chosen={atNight()} onChosen={setAtNight} />}
          </Show>
        </Show>
      </div>
    </Show>
  );
}

/** 短信 2 条 · ¥0.10 · 电信 */
function priceText(price: Price): string {
  return between(price, [s().price.units(price.units), yuan(price.fen)]);
}

/** 文字 ¥0.05 起 · 电信: before anything is written, what the least of it costs. */
function priceFrom(price: Price): string {
  return between(price, [s().price.from(yuan(price.fen))]);
}

function between({ recipients, carriers }: Price, cost: readonly string[]): string {
  const people = recipients > 1 ? [s().price.people(recipients)] : [];
  const named = [...new Set(carriers.map(carrierText))].join(s().and);
  return [...people, ...cost, named].join(" · ");
}

/** What should be known besides the price. */
function Remarks(props: { rate: SmsRate; price: Price; link: boolean }) {
  const left_out = (): number => props.rate.recipients.length - props.price.recipients;
  return (
    <>
      <Show when={littleLeft(props.rate)}>
        {(little) => (
          <small class="little" data-testid="sms-left">
            {s().price.left[little().of](little().left)}
          </small>
        )}
      </Show>
      <Show when={left_out() > 0}>
        <small>{s().price.left_out(left_out())}</small>
      </Show>
      <Show when={!online()}>
        <small>{s().price.as_of}</small>
      </Show>
      <Show when={props.link}>
        <small data-testid="price-link">{s().price.link(yuan(props.price.fen))}</small>
      </Show>
    </>
  );
}

const CHOICES = ["wait", "now"] as const;

/** Nobody is woken without being asked about it. */
function AtNight(props: {
  until: number;
  chosen: SmsConsent["at_night"];
  onChosen: (choice: SmsConsent["at_night"]) => void;
}) {
  return (
    <fieldset class="at-night" data-testid="sms-night">
      <legend>{s().price.night}</legend>
      <For each={CHOICES}>
        {(choice) => (
          <button
            type="button"
            aria-pressed={props.chosen === choice}
            data-testid={`sms-night-${choice}`}
            onClick={() => props.onChosen(choice)}
          >
            {choice === "now" ? s().price.at_night.now : s().price.at_night.wait(clockTime(props.until))}
          </button>
        )}
      </For>
    </fieldset>
  );
}
