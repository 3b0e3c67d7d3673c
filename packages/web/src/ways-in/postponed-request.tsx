import { createSignal, Show } from "solid-js";
import { signInRequest } from "../state/client.ts";
import { w } from "./language.ts";
import { SignInRequest } from "./sign-in-request.tsx";

/** A device that asks to be signed in, beside those that are: also when its question was closed before. */
export function PostponedRequest(props: { onDecided: () => void }) {
  const [open, setOpen] = createSignal(false);
  const closed = (): void => {
    setOpen(false);
    props.onDecided();
  };
  return (
    <Show when={signInRequest()} keyed>
      {(request) => (
        <div class="setting" data-testid="postponed-request">
          <span>
            {w().request_title}: {request.device_name}
          </span>
          <button type="button" class="quiet" data-testid="answer-request" onClick={() => setOpen(true)}>
            {w().answer}
          </button>
          <Show when={open()}>
            <SignInRequest request={request} onClosed={closed} />
          </Show>
        </div>
      )}
    </Show>
  );
}
