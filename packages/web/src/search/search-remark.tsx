import { Match, Show, Switch } from "solid-js";
import { t } from "../i18n/language.ts";
import type { createMessageSearch } from "./message-search.ts";

interface SearchRemarkProps {
  search: ReturnType<typeof createMessageSearch>;
  /** True when nothing is shown above. */
  empty: boolean;
  typed: string;
}

/** What stands below the results: that there are none, more of them, or why there may be fewer than there should. */
export function SearchRemark(props: SearchRemarkProps) {
  const found = () => {
    const results = props.search.results();
    return results.phase === "found" ? results : null;
  };
  const failure = () => {
    const results = props.search.results();
    return results.phase === "failed" ? results.reason : null;
  };
  return (
    <div class="search-remark soft" role="status" data-testid="search-remark">
      <Switch>
        <Match when={props.search.results().phase === "searching"}>{t().search.searching}</Match>
        <Match when={failure()}>{(reason) => <p>{reason()}</p>}</Match>
        <Match when={props.empty && props.typed.trim() !== "" && found()?.next === null}>
          <p>{t().search.nothing(props.typed.trim())}</p>
        </Match>
        <Match when={found()?.next}>
          <button
            type="button"
            class="quiet more"
            disabled={props.search.loadingMore()}
            data-testid="search-more"
            onClick={() => void props.search.more()}
          >
            {props.search.loadingMore() ? t().search.searching : t().search.more}
          </button>
        </Match>
      </Switch>
      <Show when={found()?.complete === false}>
        <p>{t().search.incomplete}</p>
      </Show>
    </div>
  );
}
