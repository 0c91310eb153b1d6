// A trainer writes a course: outline, a text with its preview, a question; publishes it, and a
// visitor finds it.
import { signIn } from "../fixtures/people";
import { beginCourse } from "../fixtures/teaching";
import { expect, test } from "../fixtures/test";

test("a trainer writes and publishes a course", async ({ page, visit, axe, scripts }, info) => {
  test.slow();
  await signIn(page, visit, "formatrice", "/fr/academy/teaching/drafts");
  await axe();
  const { slug, draft } = await beginCourse(page, visit, info, {
    name: "visite",
    title: "Visites",
    summary: "Montrer son travail.",
    module: "Avant",
    lesson: { title: "Préparer le lieu", slug: "preparer", add: "Ajouter une lecture" },
  });
  await page.locator("#text_fr").fill("Un chemin **clair**.");
  if (scripts) await expect(page.locator(".prose strong").first()).toHaveText("clair");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("heading", { name: "Comme les apprenants le verront" })).toBeVisible();
  await axe();

  await page.goto(draft);
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Publier" }).click();
  await expect(page).toHaveURL(new RegExp(`/academy/${slug}$`));
  await expect(page.getByRole("heading", { level: 1, name: `Visites ${slug}` })).toBeVisible();
});
