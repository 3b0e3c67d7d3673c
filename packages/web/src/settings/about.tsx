import { onMount, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { loadServerInfo, serverInfo } from "../state/server-info.ts";
import { Icon } from "../ui/icon.tsx";

export function About() {
  onMount(loadServerInfo);
  return (
    <section class="group" aria-labelledby="settings-about">
      <h2 id="settings-about">{t().settings.about}</h2>
      <Show when={serverInfo()}>
        {(info) => (
          <div class="setting">
            <span class="setting-name">{t().settings.version}</span>
            <span class="soft">{info().version}</span>
          </div>
        )}
      </Show>
      <a class="setting" href="/docs" target="_blank" rel="noopener">
        <span class="setting-name">{t().settings.docs}</span>
        <Icon name="chevron" />
      </a>
    </section>
  );
}
