// The browser tests, against the release binary that `scripts/build-site.sh` made.
// Four projects: a phone and a desktop, each with scripts and without.
import { defineConfig } from "@playwright/test";

const results = process.env.END2END_RESULTS ?? "results";
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const desktop = { viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: `${results}/artifacts`,
  globalSetup: "./fixtures/server.ts",
  workers: 2,
  fullyParallel: true,
  // A test that passes at the second try has found something.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter: [["list"], ["json", { outputFile: `${results}/report.json` }]],
  use: {
    baseURL: process.env.END2END_URL,
    locale: "fr-MA",
    timezoneId: "Africa/Casablanca",
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      // Chromium's own sandbox refuses to run as root, and /dev/shm is small in containers.
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    },
  },
  projects: [
    { name: "phone", use: phone },
    { name: "desktop", use: desktop },
    { name: "phone-no-scripts", use: { ...phone, javaScriptEnabled: false } },
    { name: "desktop-no-scripts", use: { ...desktop, javaScriptEnabled: false } },
  ],
});
