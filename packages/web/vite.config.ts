import { resolve } from "node:path";
import { defaultClientConditions, defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { precache } from "./build/precache.ts";

const root = import.meta.dirname;
const pages = ["index.html", "phones.html", "operator.html", "s.html"].map((page) => resolve(root, page));
/** The server that `npm run dev` runs beside this one. */
const SERVER = `http://127.0.0.1:${process.env.PORT ?? 8080}`;

export default defineConfig({
  root,
  plugins: [
    solid(),
    precache({
      worker: "sw.js",
      leaveOut: /^(?:phones|operator|s)\.html$|\/(?:phones|operator|s)-|\.wasm$|\.map$/,
    }),
  ],
  resolve: { conditions: ["source", ...defaultClientConditions] },
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["chrome111", "firefox128", "safari16.4"],
    manifest: true,
    // The content security policy allows no data: URLs.
    assetsInlineLimit: 0,
    rollupOptions: {
      input: [...pages, resolve(root, "src/sw.ts")],
      output: {
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        // Few files for the first visit, over whatever connection; what comes later stays apart.
        codeSplitting: {
          groups: [
            { name: "solid", priority: 3, test: /solid-js\/(?:dist|web)\// },
            {
              name: "shared",
              priority: 2,
              test: /protocol\/src\/numbers|src\/(?:state\/(?:effect|preferences|theme)|ui\/(?:icon|toast)|i18n\/language)/,
            },
            {
              name: "client",
              priority: 1,
              // But for what the SDK itself loads on demand.
              test: /packages\/client\/src\/(?!transfer\/|search\/|cache\/(?:memory|sorted-table)|link\.|groups\.|sign-in\/|proof-of-work\/|lost\/sent-again|messages\/(?!compose|on-demand))|web\/src\/(?:state|ui|i18n\/(?:dates|error-text))/,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      "/v1": { target: SERVER, ws: true },
      "/operator/": SERVER,
      "/phones/": SERVER,
      "/s/": SERVER,
    },
  },
});
