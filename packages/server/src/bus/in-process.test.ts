import { busContract } from "./bus.contract.ts";
import { inProcessBus } from "./in-process.ts";

busContract("in process", async () => inProcessBus());
