import { CARRIER_NAMES, carrierOf, isVirtualOperator } from "@feiliao/protocol/numbers";
import { language, texts } from "./language.ts";

/** What the handset's carrier is called. */
export function carrierName(number: string): string {
  const carrier = carrierOf(number);
  return carrier ? CARRIER_NAMES[carrier][language()] : texts().foreign;
}

/** The carrier beside a dot of its colour. */
export function Carrier(props: { number: string }) {
  const label = (): string =>
    isVirtualOperator(props.number)
      ? `${carrierName(props.number)} · ${texts().virtual_operator}`
      : carrierName(props.number);
  return <span class={`carrier ${carrierOf(props.number) ?? "abroad"}`}>{label()}</span>;
}
