import { createMemo } from "solid-js";
import { qrPath } from "./qr-path.ts";
import "./qr-code.css";

/** A QR code, dark on light in either theme: many readers take no other. `label` says what it is for. */
export function QrCode(props: { text: string; label: string }) {
  const drawn = createMemo(() => qrPath(props.text));
  return (
    <svg
      class="qr-code"
      viewBox={`0 0 ${drawn().size} ${drawn().size}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label={props.label}
      data-testid="qr-code"
    >
      <path d={drawn().path} />
    </svg>
  );
}
