import { defineConfig } from "vite";

/** Builds the engine as the web app does: its own chunk, real files for worker and worklet, nothing inline. */
export default defineConfig({
  root: import.meta.dirname,
  logLevel: "warn",
  worker: { format: "es" },
  build: {
    target: ["chrome111", "firefox128", "safari16.4"],
    manifest: true,
    assetsInlineLimit: 0,
    emptyOutDir: true,
  },
});
