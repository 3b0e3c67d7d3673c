import { createSignal, Show } from "solid-js";
import { texts } from "./language.ts";
import { importOverrides } from "./operator-api.ts";

/** Numbers that have been taken to another carrier (携号转网). */
export function ImportOverrides() {
  const [file, setFile] = createSignal<File>();
  const [count, setCount] = createSignal<number>();
  const [error, setError] = createSignal<string>();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const chosen = file();
    if (!chosen) return;
    setError(undefined);
    setCount(undefined);
    try {
      setCount((await importOverrides(chosen)).overrides);
    } catch (failure) {
      setError((failure as Error).message);
    }
  };
  return (
    <section class="panel">
      <h2>{texts().overrides}</h2>
      <form class="form" onSubmit={submit}>
        <p class="soft small">{texts().overrides_intro}</p>
        <label>
          <span>{texts().file}</span>
          <input
            type="file"
            accept=".csv,text/csv"
            data-testid="overrides-file"
            onChange={(event) => setFile(event.currentTarget.files?.[0])}
          />
        </label>
        <button type="submit" class="secondary" disabled={!file()} data-testid="overrides-import">
          {texts().import}
        </button>
        <div role="status">
          <Show when={count() !== undefined}>
            <p data-testid="overrides-outcome">{texts().overridden(count() ?? 0)}</p>
          </Show>
          <Show when={error()}>
            <p class="error">{error()}</p>
          </Show>
        </div>
      </form>
    </section>
  );
}
