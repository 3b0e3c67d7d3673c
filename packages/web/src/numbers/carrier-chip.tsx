import { CARRIER_NAMES, type CarrierName } from "@feiliao/protocol/numbers";
import { language } from "../i18n/language.ts";
import "./carrier-chip.css";

/** The carrier a mainland number was first assigned to. */
export function CarrierChip(props: { carrier: CarrierName }) {
  return (
    <span class={`carrier-chip ${props.carrier}`} data-testid="carrier">
      {CARRIER_NAMES[props.carrier][language()]}
    </span>
  );
}
