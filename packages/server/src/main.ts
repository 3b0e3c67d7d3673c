import { systemClock } from "./platform/clock.ts";
import { type Config, readConfig } from "./platform/config.ts";
import { describeFailure, jsonLogger } from "./platform/logger.ts";
import { createServer } from "./server.ts";

const logger = jsonLogger(systemClock);

// What nobody caught leaves the process in a state nobody thought of: it ends, and starts again from the log.
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (failure: unknown) => {
    logger.error("ending after an unforeseen failure", { kind: event, error: describeFailure(failure) });
    process.exit(1);
  });
}

const server = await createServer(settings(), { logger });
console.log(`Feiliao is ready: ${server.url}`);

let closing = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, async () => {
    if (closing) return;
    closing = true;
    await server.close();
    process.exit(0);
  });
}

function settings(): Config {
  try {
    return readConfig(process.env);
  } catch (failure) {
    console.error((failure as Error).message);
    process.exit(2);
  }
}
