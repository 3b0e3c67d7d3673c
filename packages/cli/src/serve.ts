/** Runs the server with the settings of the environment; see docs/configuration.md. */
export async function run(): Promise<void> {
  await import("@feiliao/server/main");
}
