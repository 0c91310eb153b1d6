// What a first visit downloads, compressed: over budget is a failure, because bytes are the same on
// every machine. Times are only printed, by `make bench`.
import { type Page, expect, test } from "./fixtures/test";

const KB = 1024;
// The aim is 200 KB of code for the first page, 240 KB for everything and 60 KB a further feature.
// The code is not there yet: what stands here is what was reached, and may only come down.
const REACHED = {
  "/fr": { code: 222, all: 275 },
  "/fr/market": { code: 325, all: 382 },
  further: { "Marché": 195, "Se connecter": 60 },
} as const;

/** Bytes over the network by kind, and each further piece of code. */
async function download(page: Page, act: () => Promise<void>) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const kinds = new Map<string, string>();
  const bytes: Record<string, number> = {};
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    // Photographs are the cooperatives' own, and load as one scrolls.
    const kind = response.url.includes("/media/") ? "photos" : response.mimeType === "application/wasm" ? "WASM" : type;
    kinds.set(requestId, kind);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    if (kind) bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
  });
  await act();
  await session.detach();
  const { photos: _, ...counted } = bytes;
  return {
    counted,
    code: (counted.WASM ?? 0) + (counted.Script ?? 0),
    page: (counted.Document ?? 0) + (counted.Stylesheet ?? 0),
    all: Object.values(counted).reduce((sum, size) => sum + size, 0),
  };
}

for (const path of ["/fr", "/fr/market"] as const) {
  test(`the first visit of ${path} stays within its bytes`, async ({ page, visit }, info) => {
    test.skip(info.project.name !== "phone", "once is enough");
    const got = await download(page, () => visit(path));
    const told = JSON.stringify(got.counted);
    expect.soft(got.page, `HTML and CSS: ${told}`).toBeLessThanOrEqual(20 * KB);
    expect.soft(got.code, `WASM and JavaScript: ${told}`).toBeLessThanOrEqual(REACHED[path].code * KB);
    expect.soft(got.all, `everything: ${told}`).toBeLessThanOrEqual(REACHED[path].all * KB);
  });
}

test("each further feature's code stays within its bytes", async ({ page, visit }, info) => {
  test.skip(info.project.name !== "phone", "once is enough");
  await visit("/fr");
  for (const [name, heading] of [["Marché", /./], ["Se connecter", /Se connecter/]] as const) {
    const got = await download(page, async () => {
      await page.getByRole("link", { name, exact: true }).first().click();
      await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
      await page.waitForLoadState("networkidle");
    });
    expect.soft(got.code, `${name}: ${JSON.stringify(got.counted)}`).toBeLessThanOrEqual(REACHED.further[name] * KB);
  }
});
