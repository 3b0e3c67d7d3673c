import { systemClock } from "./platform/clock.ts";
import { readConfig, SettingError } from "./platform/config.ts";
import { describeFailure, jsonLogger } from "./platform/logger.ts";
import { createServer, type Server } from "./server.ts";

const logger = jsonLogger(systemClock);

// What nobody caught leaves the process in a state nobody thought of: it ends, and starts again from the log.
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (failure: unknown) => {
    logger.error("ending after an unforeseen failure", { kind: event, error: describeFailure(failure) });
    process.exit(1);
  });
}

const server = await start();
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

async function start(): Promise<Server> {
  try {
    return await createServer(readConfig(process.env), { logger });
  } catch (failure) {
    if (!(failure instanceof SettingError)) throw failure;
    console.error(failure.message);
    process.exit(2);
  }
}
