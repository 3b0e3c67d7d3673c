import type { LocationView } from "@feiliao/client";
import { createSignal, For, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { showToast } from "../ui/toast.tsx";
import { coordinatesText } from "./coordinates.ts";
import { distanceText } from "./distance-text.ts";
import { LocationPlan } from "./location-plan.tsx";
import { mapLinks } from "./map-links.ts";
import "./location.css";

/** A place in its bubble. Nothing is asked of any site before one is chosen by name. */
export function LocationContent(props: { content: LocationView }) {
  const [opening, setOpening] = createSignal(false);
  const title = (): string => props.content.name ?? t().location.pinned;
  return (
    <>
      <button type="button" class="location" onClick={() => setOpening(true)}>
        <LocationPlan place={props.content} />
        <span class="location-words">
          <b dir="auto">{title()}</b>
          <small>{coordinatesText(props.content)}</small>
          <Show when={props.content.accuracy_m}>
            {(metres) => <small>{t().location.accuracy(distanceText(metres()))}</small>}
          </Show>
        </span>
      </button>
      <Show when={opening()}>
        <OpenInMap content={props.content} title={title()} onClosed={() => setOpening(false)} />
      </Show>
    </>
  );
}

function OpenInMap(props: { content: LocationView; title: string; onClosed: () => void }) {
  const copy = (): void => {
    const { latitude, longitude } = props.content;
    navigator.clipboard.writeText(`${latitude}, ${longitude}`).then(
      () => showToast(t().location.copied),
      () => {},
    );
  };
  return (
    <Dialog title={props.title} onClosed={props.onClosed}>
      <p class="soft">{t().location.open_intro}</p>
      <div class="map-links">
        <For each={mapLinks(props.content)}>
          {({ host, href }) => (
            <a class="secondary" href={href} target="_blank" rel="noopener noreferrer">
              <Icon name="place" />
              {host ?? t().location.device_app}
            </a>
          )}
        </For>
        <button type="button" class="quiet" onClick={copy}>
          <Icon name="copy" />
          {t().location.copy}
        </button>
      </div>
    </Dialog>
  );
}
