// The server stands: both directions answer, and so does what does not exist.
import { expect, test } from "./fixtures/test";

for (const { lang, dir } of [
  { lang: "fr", dir: "ltr" },
  { lang: "ar", dir: "rtl" },
]) {
  test(`home answers in ${lang}, written ${dir}`, async ({ page, visit, axe }) => {
    await visit(`/${lang}`);
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
    await expect(page.locator("html")).toHaveAttribute("dir", dir);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page).toHaveTitle(/\S/);
    await axe();
  });
}

test("the root answers in the visitor's language", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/fr$/);
});

test("a page that does not exist answers 404 and offers a way on", async ({ page, pageErrors, axe }) => {
  pageErrors.allow(/status of 404/);
  const answer = await page.goto("/fr/nulle-part", { waitUntil: "networkidle" });
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.getByRole("main").getByRole("link").first()).toBeVisible();
  await axe();
});
