import { createSignal, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { copyNumber } from "../numbers/share-number.ts";
import { showNumber } from "../numbers/show-number.ts";
import { PicturePicker } from "../picture/picture-picker.tsx";
import { NAME_CHARACTERS_MAX } from "../signup/name-limit.ts";
import { client, profile } from "../state/client.ts";
import { deferred } from "../ui/deferred.tsx";
import { Icon } from "../ui/icon.tsx";
import { showToast } from "../ui/toast.tsx";

const ChangeNumber = deferred(() => import("./change-number.tsx").then((module) => module.ChangeNumber));

/** One's own face, name and number, as friends see them. */
export function ProfileSettings() {
  const [name, setName] = createSignal(profile()?.name ?? "");
  const [changingNumber, setChangingNumber] = createSignal(false);
  const changed = (): boolean => name().trim() !== "" && name().trim() !== (profile()?.name ?? "");
  const save = async (change: Parameters<typeof client.setProfile>[0]): Promise<void> => {
    try {
      await client.setProfile(change);
      showToast(t().settings.saved);
    } catch (failure) {
      showToast(errorText(failure));
    }
  };
  const saveName = (event: SubmitEvent): void => {
    event.preventDefault();
    if (changed()) void save({ name: name().trim() });
  };
  return (
    <Show when={profile()}>
      {(own) => (
        <section class="group" aria-label={t().settings.profile}>
          <PicturePicker
            name={own().name ?? ""}
            id={own().account_id}
            current={own().picture}
            onChosen={(picture) => save({ picture })}
          />
          <form class="settings-name" onSubmit={saveName}>
            <label class="field">
              <span>{t().signup.name}</span>
              <input
                class="input"
                autocomplete="name"
                maxLength={NAME_CHARACTERS_MAX}
                value={own().name ?? ""}
                data-testid="settings-name"
                onInput={(event) => setName(event.currentTarget.value)}
              />
            </label>
            <Show when={changed()}>
              <button type="submit" class="primary" data-testid="settings-name-save">
                {t().app.save}
              </button>
            </Show>
          </form>
          <div class="setting">
            <span class="setting-name">
              {t().settings.number}
              <span class="soft number">{showNumber(own().number)}</span>
            </span>
            <button
              type="button"
              class="quiet round"
              aria-label={t().settings.copy_number}
              title={t().settings.copy_number}
              onClick={() => copyNumber(own().number)}
            >
              <Icon name="copy" />
            </button>
          </div>
          <div class="setting-actions">
            <button
              type="button"
              class="secondary"
              data-testid="change-number"
              onClick={() => setChangingNumber(true)}
            >
              {t().settings.number_change}
            </button>
          </div>
          <Show when={changingNumber()}>
            <ChangeNumber onClosed={() => setChangingNumber(false)} />
          </Show>
        </section>
      )}
    </Show>
  );
}
