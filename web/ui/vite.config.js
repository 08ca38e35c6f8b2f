import { defineConfig } from "vite";

// The scripts go where Go embeds them, beside a list of their hashed names.
export default defineConfig({
  base: "/kg/dist/",
  build: {
    outDir: "../dist",
    emptyOutDir: false, // a README.md is kept there; make assets takes the old scripts out
    manifest: "manifest.json",
    license: { fileName: "assets/licenses.md" }, // of the packages that are in the scripts
    modulePreload: { polyfill: false },
    target: "es2022",
    chunkSizeWarningLimit: 1000,
    rollupOptions: { input: "src/main.js" },
  },
});
