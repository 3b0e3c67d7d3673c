import { For, Show } from "solid-js";
import { share } from "./amounts.ts";
import { texts } from "./language.ts";
import type { CodesReport, Conversion } from "./operator-api.ts";

const HOUR_MS = 3_600_000;

/** Which codes are entered, and whether somebody has them sent for money. */
export function CodesSection(props: { codes: CodesReport }) {
  const attacked = () =>
    [props.codes.all, ...props.codes.blocks, ...props.codes.networks].some(({ step }) => step === "stop");
  return (
    <section class="panel codes" data-testid="codes">
      <h2>{texts().codes_title}</h2>
      <p class="soft small">{texts().codes_intro(Math.round(props.codes.window_ms / HOUR_MS))}</p>
      <Show when={attacked()}>
        <p class="alarm" role="alert" data-testid="alarm">
          {texts().alarm}
        </p>
      </Show>
      <div class="tables">
        <Conversions
          title={texts().blocks}
          rows={[{ key: texts().all_numbers, ...props.codes.all }, ...props.codes.blocks]}
        />
        <Conversions title={texts().networks} rows={props.codes.networks} />
        <div>
          <h3>{texts().asked}</h3>
          <table>
            <tbody>
              <For each={Object.entries(props.codes.asked) as [keyof CodesReport["asked"], number][]}>
                {([outcome, count]) => (
                  <tr>
                    <th scope="row">{texts().asked_names[outcome]}</th>
                    <td class="count">{count}</td>
                  </tr>
                )}
              </For>
              <tr>
                <th scope="row">{texts().asked_names.entered}</th>
                <td class="count">{props.codes.entered}</td>
              </tr>
            </tbody>
          </table>
        </div>
      </div>
    </section>
  );
}

function Conversions(props: { title: string; rows: (Conversion & { key: string })[] }) {
  return (
    <div>
      <h3>{props.title}</h3>
      <Show when={props.rows.length > 0} fallback={<p class="soft small">{texts().none}</p>}>
        <table>
          <thead>
            <tr>
              <th>{texts().columns.key}</th>
              <th class="count">{texts().columns.sent}</th>
              <th class="count">{texts().columns.entered}</th>
              <th class="count">{texts().columns.share}</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.rows}>
              {(row) => (
                <tr data-step={row.step}>
                  <td>
                    {row.key}
                    <Show when={row.step !== "open"}>
                      <span class="step">{texts().steps[row.step]}</span>
                    </Show>
                  </td>
                  <td class="count">{row.sent}</td>
                  <td class="count">{row.entered}</td>
                  <td class="count">{share(row.entered, row.sent)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
    </div>
  );
}
