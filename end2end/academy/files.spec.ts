// A trainer sends a recording into a lesson and publishes it; a learner chooses another quality.
import { beginCourse } from "../fixtures/teaching";
import { expect, test } from "../fixtures/test";

/** Silence at 8000 bytes a second. */
function wav(seconds: number): Buffer {
  const length = seconds * 8000;
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(length, 40);
  return Buffer.concat([head, Buffer.alloc(length, 128)]);
}

test("a trainer sends a recording and a learner plays it", async ({ page, visit, axe }, info) => {
  test.slow();
  const { slug, draft } = await beginCourse(page, visit, info, {
    name: "sons",
    title: "Sons",
    summary: "Écouter.",
    module: "Un",
    lesson: { title: "Écouter", slug: "ecouter", add: "Ajouter une lecture" },
  });
  await page.getByRole("link", { name: "Fichiers de la leçon" }).click();
  await expect(page).toHaveURL(/\/ecouter\/files$/);
  await page.waitForLoadState("networkidle");
  await axe();

  // Three parts where scripts send it, one form where they do not.
  await page.locator("#file").setInputFiles({ name: "visite.wav", mimeType: "audio/wav", buffer: wav(300) });
  await page.getByRole("button", { name: "Envoyer" }).click();
  const file = page.locator("[data-file]", { hasText: "visite.wav" });
  await expect(file).toBeVisible({ timeout: 30_000 });
  await expect(file).toContainText("5:00");
  await axe();

  await page.goto(draft);
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Publier" }).click();
  await expect(page).toHaveURL(new RegExp(`/academy/${slug}$`));
  await page.waitForLoadState("networkidle");
  await page.locator('form[action*="academy/enrol"] button').first().click();
  await expect(page).toHaveURL(/\/lessons\/ecouter/);
  await expect(page.locator("audio")).toHaveAttribute("src", /\/academy\/media\/u\/[0-9a-f]{64}/);
  // The worker makes a smaller one, where ffmpeg is there.
  const small = page.locator('a[data-quality="audio"]');
  for (let tries = 0; tries < 20 && (await small.count()) === 0; tries += 1) {
    await page.waitForTimeout(1_000);
    await page.reload();
  }
  if ((await small.count()) === 0) return;
  await page.waitForLoadState("networkidle");
  await page.locator('a[data-quality="original"]').click();
  await expect(page.locator("audio")).toHaveAttribute("src", /\.wav$/);
  await page.locator('a[data-quality="audio"]').click();
  await expect(page.locator("audio")).toHaveAttribute("src", /-audio\.m4a$/);
  await axe();
});
