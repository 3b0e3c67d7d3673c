import { Show } from "solid-js";
import { w } from "./language.ts";

export interface WaitingProps {
  /** What is waited for. */
  says: string | undefined;
  seconds: number;
  expired: boolean;
  error: string | undefined;
  onAgain: () => void;
  onBack: () => void;
}

/** How long something is waited for, and what one may do when it does not come. */
export function Waiting(props: WaitingProps) {
  return (
    <>
      <div aria-live="polite">
        <Show when={!props.error} fallback={<p class="error">{props.error}</p>}>
          <p class="soft" data-testid="way-status">
            {props.expired ? w().expired : props.says}
          </p>
        </Show>
      </div>
      <Show when={props.says && !props.expired && !props.error}>
        <p class="soft">{w().valid_for(props.seconds)}</p>
      </Show>
      <Show when={props.expired || props.error}>
        <button type="button" class="primary" data-testid="way-again" onClick={() => props.onAgain()}>
          {w().again}
        </button>
      </Show>
      <div class="signup-links">
        <button type="button" class="quiet" data-testid="way-back" onClick={() => props.onBack()}>
          {w().back}
        </button>
      </div>
    </>
  );
}
