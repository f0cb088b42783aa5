import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), ...(mode === "test" ? [svelteTesting({ autoCleanup: false })] : [])],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  // WebKitGTK 2.42 and Safari 17.5 know light-dark() and nesting; the CSS is left as written for them.
  build: {
    target: "safari17",
    cssTarget: ["safari17.5", "chrome123"],
    // The mock desk builds beside the real one, never over it.
    outDir: mode === "mock" ? "dist-mock" : "dist",
    emptyOutDir: true,
    sourcemap: false,
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    setupFiles: ["src/lib/test-setup.ts"],
    css: false,
  },
}));
