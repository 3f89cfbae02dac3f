// How the console is built: under /console/, for browsers of the last two years, with nothing inlined
// that the server's content security policy would refuse.
import { defineConfig } from "vite";

export default defineConfig({
  base: "/console/",
  build: {
    target: ["chrome123", "firefox121", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 120,
  },
});
