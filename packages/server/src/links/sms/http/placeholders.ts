/** What a request to a provider can say about the SMS; `{name}` in a template. */
export const PLACEHOLDERS = [
  "to",
  "to_digits",
  "to_national",
  "from",
  "text",
  "unsigned_text",
  "signature",
  "template",
  "parameters",
  "id",
  "valid_s",
  "valid_min",
  "report_url",
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** `{to}`, `{secret:token}`, `{basic:account:token}`. Braces around anything else are braces. */
const PATTERN = /\{([a-z_0-9]+)(?::([\w-]+))?(?::([\w-]+))?\}/g;

export type Values = Readonly<Record<Placeholder, string>>;
export type Secrets = Readonly<Record<string, string>>;

/**
 * Fills in a template. What is filled in is not looked at again, so that nobody's words are taken for a placeholder.
 * `{basic:user:password}` are two secrets as HTTP's basic authentication writes them (RFC 7617).
 */
export function fill(
  template: string,
  values: Values,
  secrets: Secrets,
  encode = (value: string) => value,
): string {
  return template.replace(PATTERN, (whole, name: string, first?: string, second?: string) => {
    if (isPlaceholder(name) && first === undefined) return encode(values[name]);
    const user = first === undefined ? undefined : secrets[first];
    if (user === undefined) return whole;
    if (name === "secret" && second === undefined) return encode(user);
    const password = second === undefined ? undefined : secrets[second];
    if (name !== "basic" || password === undefined) return whole;
    return Buffer.from(`${user}:${password}`).toString("base64");
  });
}

/** The names of secrets that a template asks for. */
export function secretsIn(template: string): string[] {
  return [...template.matchAll(PATTERN)]
    .filter(([, name]) => name === "secret" || name === "basic")
    .flatMap(([, , first, second]) => [first, second].filter((each) => each !== undefined));
}

function isPlaceholder(name: string): name is Placeholder {
  return (PLACEHOLDERS as readonly string[]).includes(name);
}
