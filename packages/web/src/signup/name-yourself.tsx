import type { PictureInput } from "@feiliao/client";
import { createSignal, onMount, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { PicturePicker } from "../picture/picture-picker.tsx";
import { client, profile } from "../state/client.ts";
import { NAME_CHARACTERS_MAX } from "./name-limit.ts";
import { SignUpPage } from "./sign-up-page.tsx";

/** The last step: friends see a name and, if one likes, a picture. */
export function NameYourself() {
  const [name, setName] = createSignal("");
  const [picture, setPicture] = createSignal<PictureInput>();
  const [saving, setSaving] = createSignal(false);
  const [error, setError] = createSignal<string>();
  let field!: HTMLInputElement;
  onMount(() => field.focus());

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setSaving(true);
    setError(undefined);
    const chosen = picture();
    try {
      await client.setProfile({ name: name().trim(), ...(chosen ? { picture: chosen } : {}) });
    } catch (failure) {
      setError(errorText(failure));
      setSaving(false);
    }
  };

  return (
    <SignUpPage>
      <form class="form" onSubmit={submit}>
        <header>
          <h1>{t().signup.name_title}</h1>
          <p class="soft">{t().signup.name_intro}</p>
        </header>
        <PicturePicker
          name={name()}
          id={profile()?.account_id ?? ""}
          current={null}
          onChosen={(chosen) => setPicture(chosen)}
        />
        <input
          ref={field}
          class="input"
          autocomplete="name"
          maxLength={NAME_CHARACTERS_MAX}
          aria-label={t().signup.name}
          placeholder={t().signup.name_placeholder}
          data-testid="name"
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Show when={error()}>
          <p class="error" role="alert">
            {error()}
          </p>
        </Show>
        <button
          type="submit"
          class="primary"
          disabled={saving() || name().trim() === ""}
          data-testid="name-submit"
        >
          {t().signup.name_submit}
        </button>
      </form>
    </SignUpPage>
  );
}
