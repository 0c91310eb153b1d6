// A trainer writes a course: outline, a text with its preview, a question; publishes it, and a
// visitor finds it.
import { expect, test } from "../fixtures/test";

test("a trainer writes and publishes a course", async ({ page, visit, axe, scripts }, info) => {
  test.slow();
  const slug = `visite-${info.project.name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-${Date.now()}`;
  await visit("/fr/sign-in");
  await page.waitForLoadState("networkidle");
  await page.locator("#login").fill("formatrice@demo.taawouniya.ma");
  await page.locator("#password").fill("demo-taawouniya-2026");
  await page.locator("main form button[type=submit]").click();
  await expect(page).not.toHaveURL(/sign-in/);

  await visit("/fr/academy/teaching/drafts");
  await axe();
  await page.waitForLoadState("networkidle");
  await page.locator("#slug").fill(slug);
  await page.locator("#title_fr").fill(`Visites ${slug}`);
  await page.locator("#summary_fr").fill("Montrer son travail.");
  await page.locator("#theme").selectOption("sell");
  await page.locator("#level").selectOption("beginner");
  await page.getByRole("button", { name: "Commencer à écrire" }).click();
  await expect(page).toHaveURL(/\/drafts\/\d+$/);
  const draft = page.url();

  await page.waitForLoadState("networkidle");
  const adding = page.locator("section.panel", { has: page.getByRole("heading", { name: "Ajouter une partie" }) });
  await adding.locator('input[name="title_fr"]').fill("Avant");
  await adding.getByRole("button", { name: "Ajouter", exact: true }).click();
  const module = page.locator("section.panel", { has: page.getByRole("heading", { level: 2, name: "Avant" }) });
  await expect(module).toBeVisible();
  await page.waitForLoadState("networkidle");
  await module.getByText("Ajouter une leçon").click();
  const lesson = module.locator("details").first();
  await lesson.locator('input[name="title_fr"]').fill("Préparer le lieu");
  await lesson.locator('input[name="slug"]').fill("preparer");
  await lesson.getByRole("button", { name: "Ajouter une lecture" }).click();
  await page.getByRole("link", { name: "Préparer le lieu" }).click();
  await expect(page).toHaveURL(/\/preparer$/);

  await page.waitForLoadState("networkidle");
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
