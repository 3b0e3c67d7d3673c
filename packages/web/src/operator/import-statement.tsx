import { createSignal, Show } from "solid-js";
import { yuan } from "./amounts.ts";
import { texts } from "./language.ts";
import { importStatement, type StatementOutcome } from "./operator-api.ts";
import { refresh } from "./report-state.ts";

/** A carrier's statement of a month, or of another time. */
export function ImportStatement(props: { link: string; month: string }) {
  const [file, setFile] = createSignal<File>();
  const [from, setFrom] = createSignal(`${props.month}-01 00:00:00`);
  const [until, setUntil] = createSignal(`${nextMonth(props.month)}-01 00:00:00`);
  const [outcome, setOutcome] = createSignal<StatementOutcome>();
  const [error, setError] = createSignal<string>();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const chosen = file();
    if (!chosen) return;
    setError(undefined);
    setOutcome(undefined);
    try {
      setOutcome(await importStatement(chosen, { link: props.link, from: from(), until: until() }));
      await refresh();
    } catch (failure) {
      setError((failure as Error).message);
    }
  };
  return (
    <details class="import">
      <summary data-testid="statement">{texts().statement}</summary>
      <form class="form" onSubmit={submit}>
        <p class="soft small">{texts().statement_intro}</p>
        <div class="period">
          <label>
            <span>{texts().from}</span>
            <input class="input" value={from()} onInput={(event) => setFrom(event.currentTarget.value)} />
          </label>
          <label>
            <span>{texts().until}</span>
            <input class="input" value={until()} onInput={(event) => setUntil(event.currentTarget.value)} />
          </label>
        </div>
        <label>
          <span>{texts().file}</span>
          <input
            type="file"
            accept=".csv,text/csv"
            data-testid="statement-file"
            onChange={(event) => setFile(event.currentTarget.files?.[0])}
          />
        </label>
        <button type="submit" class="secondary" disabled={!file()} data-testid="statement-import">
          {texts().import}
        </button>
        <div role="status">
          <Show when={outcome()}>
            {(now) => (
              <p data-testid="statement-outcome">
                {texts().imported(yuan(now().bill_fen), now().strange, yuan(now().strange_fen))}{" "}
                {texts().settled(now().resolved_taken, now().resolved_not_taken, now().unbilled)}
              </p>
            )}
          </Show>
          <Show when={error()}>
            <p class="error">{error()}</p>
          </Show>
        </div>
      </form>
    </details>
  );
}

/** 2026-01 of 2025-12. */
function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}
