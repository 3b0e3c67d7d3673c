export const usage = `feiliao serve

Runs the server with the settings of the environment: see docs/configuration.md.`;

/** Runs the server until it is told to stop. */
export async function run(): Promise<void> {
  await import("@feiliao/server/main");
}
