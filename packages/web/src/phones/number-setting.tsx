/** A whole number from 0; empty is null. Anything else stays as it was. */
export function NumberSetting(props: {
  label: string;
  testid: string;
  value: number | null;
  max: number;
  placeholder?: string;
  onSet: (value: number | null) => void;
}) {
  const set = (input: HTMLInputElement) => {
    const value = input.value === "" ? null : Number(input.value);
    if (value !== null && !(Number.isInteger(value) && value >= 0 && value <= props.max)) {
      input.value = String(props.value ?? "");
    } else props.onSet(value);
  };
  return (
    <label class="setting">
      <span>{props.label}</span>
      <input
        class="input number"
        type="number"
        inputmode="numeric"
        min={0}
        max={props.max}
        placeholder={props.placeholder}
        data-testid={props.testid}
        value={props.value ?? ""}
        onChange={(event) => set(event.currentTarget)}
      />
    </label>
  );
}
