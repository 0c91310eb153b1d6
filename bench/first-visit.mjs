// What a first visit downloads, as the browser counts it, compressed: `node bench/first-visit.mjs URL…`.
// LOGIN names a person of the demo who visits, enrolled in the course of a lesson's address.
import { chromium } from "@playwright/test";

const KB = 1024;
const kind = { Document: "HTML", Stylesheet: "CSS", Script: "JavaScript", Font: "fonts", Image: "pictures" };
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
});
for (const url of process.argv.slice(2)) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true });
  if (process.env.LOGIN) {
    // By the same forms as a person; what that downloads is forgotten.
    const form = (values) => ({ form: values, headers: { "sec-fetch-site": "same-origin" } });
    const to = new URL(url);
    await context.request.post(`${to.origin}/api/accounts/sign_in`, form({ login: process.env.LOGIN, password: "demo-taawouniya-2026", next: "" }));
    const [, course] = /\/academy\/([^/]+)\/lessons\//.exec(to.pathname) ?? [];
    if (course) await context.request.post(`${to.origin}/api/academy/enrol`, form({ course }));
  }
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const types = new Map();
  const bytes = {};
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    const isWasm = response.mimeType === "application/wasm";
    // Photographs are the cooperatives' own, and load as one scrolls.
    const isPhoto = response.url.includes("/media/");
    types.set(requestId, isWasm ? "WASM" : isPhoto ? "photos" : (kind[type] ?? "other"));
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const type = types.get(requestId);
    if (type) bytes[type] = (bytes[type] ?? 0) + encodedDataLength;
  });
  await page.goto(url, { waitUntil: "networkidle" });
  const { photos = 0, ...counted } = bytes;
  const total = Object.values(counted).reduce((sum, size) => sum + size, 0);
  const code = (bytes.WASM ?? 0) + (bytes.JavaScript ?? 0);
  const page_ = (bytes.HTML ?? 0) + (bytes.CSS ?? 0);
  console.log(new URL(url).pathname);
  for (const [name, size] of Object.entries(counted)) console.log(`  ${name.padEnd(11)}${(size / KB).toFixed(1).padStart(8)} KB`);
  console.log(`  HTML + CSS ${(page_ / KB).toFixed(1).padStart(8)} KB  (at most 20)`);
  console.log(`  code       ${(code / KB).toFixed(1).padStart(8)} KB  (at most 200)`);
  console.log(`  everything ${(total / KB).toFixed(1).padStart(8)} KB  (at most 240; photos, ${(photos / KB).toFixed(1)} KB, apart)`);
  await context.close();
}
await browser.close();
