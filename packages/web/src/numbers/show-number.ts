import { createSignal } from "solid-js";

type PhoneNumbers = typeof import("./phone-numbers.ts");
const [loaded, setLoaded] = createSignal<PhoneNumbers>();
let loading: Promise<PhoneNumbers> | undefined;

/** The numbering plans of the world weigh more than the rest of the app, so they come when first needed. */
export function phoneNumbers(): Promise<PhoneNumbers> {
  loading ??= import("./phone-numbers.ts").then((module) => {
    setLoaded(() => module);
    return module;
  });
  return loading;
}

/** A number as people write it. Mainland mobile numbers need no numbering plan; others wait for it. */
export function showNumber(e164: string): string {
  const mainland = /^\+86(1\d{2})(\d{4})(\d{4})$/.exec(e164);
  if (mainland) return `+86 ${mainland[1]} ${mainland[2]} ${mainland[3]}`;
  const plans = loaded();
  if (plans) return plans.international(e164);
  phoneNumbers().catch(() => undefined);
  return e164;
}

export const numberOfAddress = (address: string): string => address.replace(/^tel:/, "");
