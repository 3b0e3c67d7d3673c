import type { PictureInput } from "@feiliao/client";
import type { AccountId } from "@feiliao/protocol";
import { createSignal, For, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { go } from "../navigation/router.ts";
import { PicturePicker } from "../picture/picture-picker.tsx";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { tellWhoWasAsked } from "./asked.ts";
import { ChoosePeople } from "./choose-people.tsx";
import { g } from "./language.ts";
import { TITLE_CHARACTERS_MAX } from "./limits.ts";
import "./group.css";

const KINDS = ["group", "channel"] as const;
type Kind = (typeof KINDS)[number];

/** Makes a group or a channel: what kind, its face and name, and who is asked in. */
export function NewGroup(props: { onClosed: () => void }) {
  const [kind, setKind] = createSignal<Kind>("group");
  const [title, setTitle] = createSignal("");
  const [picture, setPicture] = createSignal<PictureInput>();
  const [chosen, setChosen] = createSignal<AccountId[]>([]);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  let dialog!: HTMLDialogElement;

  const create = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const face = picture();
      const made = await client.groups.create({
        ...{ kind: kind(), title: title().trim(), account_ids: chosen() },
        ...(face && { picture: face }),
      });
      tellWhoWasAsked(made);
      dialog.close();
      go({ screen: "conversation", conversation_id: made.conversation_id });
    } catch (failure) {
      setError(errorText(failure));
      setBusy(false);
    }
  };

  return (
    <Dialog title={g().create[kind()]} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <form class="form" onSubmit={create}>
        <fieldset class="kinds">
          <legend class="spoken-only">{g().create.kind}</legend>
          <For each={KINDS}>
            {(choice) => (
              <label>
                <input
                  type="radio"
                  name="kind"
                  checked={kind() === choice}
                  data-testid={`kind-${choice}`}
                  onChange={() => setKind(choice)}
                />
                <span>
                  {g().create[choice]}
                  <small class="soft">{g().create[`${choice}_hint`]}</small>
                </span>
              </label>
            )}
          </For>
        </fieldset>
        <div class="face-and-name">
          <PicturePicker name={title()} id={title()} current={null} onChosen={setPicture} />
          <label class="field">
            <span>{g().create.name}</span>
            <input
              class="input"
              required
              autofocus
              autocomplete="off"
              maxLength={TITLE_CHARACTERS_MAX}
              placeholder={g().create.name_placeholder}
              data-testid="group-title"
              onInput={(event) => setTitle(event.currentTarget.value)}
            />
          </label>
        </div>
        <ChoosePeople chosen={chosen()} onChosen={setChosen} />
        <Show when={error()}>
          <p class="error" role="alert">
            {error()}
          </p>
        </Show>
        <button
          type="submit"
          class="primary"
          disabled={busy() || title().trim() === ""}
          data-testid="group-submit"
        >
          {g().create.submit}
        </button>
      </form>
    </Dialog>
  );
}
