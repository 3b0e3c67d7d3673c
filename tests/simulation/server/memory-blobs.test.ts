import { blobsContract } from "@feiliao/server/blobs/blobs.contract";
import { memoryBlobs } from "./memory-blobs.ts";

blobsContract("memory", async () => memoryBlobs());
