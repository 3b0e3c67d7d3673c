/** Methods whose code is downloaded when the first of them is called. */
export function onceLoaded<
  Calls extends { [Each in Name]: (...given: never[]) => Promise<unknown> },
  Name extends keyof Calls & string,
>(load: () => Promise<Calls>, ...names: readonly Name[]): Pick<Calls, Name> {
  const call =
    (name: Name) =>
    async (...given: never[]) =>
      await (await load())[name](...given);
  return Object.fromEntries(names.map((name) => [name, call(name)])) as Pick<Calls, Name>;
}
