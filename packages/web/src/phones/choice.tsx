import { For } from "solid-js";

/** One of a few, in a menu of the browser. */
export function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { value: Value; text: string }[];
  testid: string;
  onChoose: (value: Value) => void;
}) {
  const choose = (written: string) => {
    const option = props.options.find(({ value }) => value === written);
    if (option) props.onChoose(option.value);
  };
  return (
    <label class="setting">
      <span>{props.label}</span>
      <select
        class="input"
        data-testid={props.testid}
        value={props.value}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <For each={props.options}>
          {({ value, text }) => (
            <option value={value} selected={value === props.value}>
              {text}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}

export function Switch(props: {
  label: string;
  on: boolean;
  testid: string;
  onSwitch: (on: boolean) => void;
}) {
  return (
    <label class="setting">
      <span>{props.label}</span>
      <input
        type="checkbox"
        class="switch"
        data-testid={props.testid}
        checked={props.on}
        onChange={(event) => props.onSwitch(event.currentTarget.checked)}
      />
    </label>
  );
}
