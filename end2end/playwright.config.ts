import { defineConfig } from "@playwright/test";

const args = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const phone = { viewport: { width: 360, height: 740 } };
const desktop = { viewport: { width: 1280, height: 800 } };

// The same story at two sizes, with scripts and without.
export default defineConfig({
  testDir: ".",
  outputDir: "results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  reporter: [["list"]],
  globalSetup: "./fixtures/server.ts",
  use: {
    locale: "fr-MA",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args },
  },
  projects: [
    { name: "phone", use: phone },
    { name: "desktop", use: desktop },
    { name: "phone-plain", use: { ...phone, javaScriptEnabled: false } },
    { name: "desktop-plain", use: { ...desktop, javaScriptEnabled: false } },
  ],
});
