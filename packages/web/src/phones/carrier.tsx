import { CARRIER_NAMES, carrierOf, isVirtualOperator } from "@feiliao/protocol/numbers";
import { handset } from "./handsets.ts";
import { language, texts } from "./language.ts";

/** What the handset's carrier is called: the one it was taken to, else that of its prefix. */
export function carrierName(number: string): string {
  const ported_to = handset(number)?.settings.ported_to;
  return ported_to ? texts().carrier.names[ported_to] : prefixCarrierName(number);
}

export function prefixCarrierName(number: string): string {
  const carrier = carrierOf(number);
  return carrier ? CARRIER_NAMES[carrier][language()] : texts().foreign;
}

/** The carrier beside a dot of its colour. */
export function Carrier(props: { number: string }) {
  const ported = () => handset(props.number)?.settings.ported_to;
  const label = (): string =>
    isVirtualOperator(props.number) && !ported()
      ? `${carrierName(props.number)} · ${texts().virtual_operator}`
      : carrierName(props.number);
  return <span class={`carrier ${ported() ?? carrierOf(props.number) ?? "abroad"}`}>{label()}</span>;
}
