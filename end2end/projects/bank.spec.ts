// From the list to one's own figures: a visitor finds a project, changes three inputs, and a member
// keeps and shares the result.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";

const words = {
  fr: { title: "Banque de projets", compare: "Comparer", calculate: "Calculer", inWords: "En clair", price: "Prix de vente d’une unité", volume: "Quantité vendue, année 1", members: "Nombre de membres", drought: "Sécheresse la deuxième année", draw: "Tirer 10 000 avenirs" },
  ar: { title: "بنك المشاريع", compare: "قارنوا", calculate: "احسبوا", inWords: "بكلمات بسيطة", price: "ثمن بيع الوحدة", volume: "الكمية المبيعة، السنة 1", members: "عدد الأعضاء", drought: "جفاف في السنة الثانية", draw: "اسحبوا 10.000 احتمال" },
} as const;

async function calculate(page: Page, scripts: boolean, label: string) {
  if (scripts) return;
  await page.getByRole("button", { name: label, exact: true }).click();
}

for (const lang of ["fr", "ar"] as const) {
  const w = words[lang];
  test(`a beekeeping project is found and tried in ${lang}`, async ({ page, visit, axe, scripts }) => {
    test.slow();
    await visit(`/${lang}/projects`);
    await expect(page.getByRole("heading", { level: 1, name: w.title })).toBeVisible();
    await expect(page.locator("article.sheet-card")).toHaveCount(12);
    await axe();

    // The map keeps what is asked, and what is asked keeps the map.
    await page.locator('.project-map a[href*="region=05"]').click();
    await expect(page).toHaveURL(/region=05/);
    await expect(page.locator("article.sheet-card")).toHaveCount(2);
    await axe();

    await visit(`/${lang}/projects?q=${encodeURIComponent(lang === "ar" ? "عسل" : "apicultre")}`);
    await page.locator('article.sheet-card a[href$="/projects/beekeeping"]').click();
    await expect(page).toHaveURL(/\/projects\/beekeeping$/);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await axe();

    // Three inputs.
    await page.waitForLoadState("networkidle");
    const told = page.locator(".in-words");
    const before = await told.textContent();
    await page.getByLabel(w.price, { exact: true }).fill("150");
    await page.getByLabel(w.volume, { exact: true }).fill("1800");
    await page.getByLabel(w.members, { exact: true }).fill("12");
    await calculate(page, scripts, w.calculate);
    await expect(told).not.toHaveText(before ?? "");
    await expect(page.getByLabel(w.members, { exact: true })).toHaveValue("12");

    // A mistake is named beside its field, and the last good figures stay.
    await page.getByLabel(w.members, { exact: true }).fill("0");
    await calculate(page, scripts, w.calculate);
    await expect(page.locator("#members-error")).toBeVisible();
    await expect(told).toBeVisible();
    await page.getByLabel(w.members, { exact: true }).fill("12");
    await calculate(page, scripts, w.calculate);

    await page.getByRole("link", { name: w.drought }).click();
    await expect(page.locator(".simulator .notice")).toContainText(w.drought);
    await page.getByRole("button", { name: w.draw }).click();
    await expect(page.locator("#futures figure")).toBeVisible();
    await axe();
  });
}

test("two projects are compared", async ({ page, visit, axe }) => {
  await visit("/fr/projects?region=09");
  await page.locator('input[name="s"][value="saffron"]').check();
  await page.locator('input[name="s"][value="argan-oil"]').check();
  await page.getByRole("button", { name: "Comparer", exact: true }).click();
  await expect(page).toHaveURL(/compare\?s=.*&s=/);
  await expect(page.locator("thead th")).toHaveCount(2);
  await axe();
});

test("a member keeps a simulation and shares its link", async ({ page, visit, axe, pageErrors }, info) => {
  pageErrors.allow(/status of 4\d\d/);
  await visit("/fr/sign-in?next=/fr/projects/couscous");
  await page.locator("#login").fill("acheteuse@demo.taawouniya.ma");
  await page.locator("#password").fill("demo-taawouniya-2026");
  await page.getByRole("main").getByRole("button", { name: "Se connecter" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  await visit("/fr/projects/couscous?unit_price=30");
  const name = `Essai ${info.project.name}`;
  await page.locator("#name").fill(name);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  const row = page.locator(".kept li", { hasText: name });
  await expect(row).toBeVisible();
  await axe();
  const link = await row.getByRole("link", { name: "Lien à partager" }).getAttribute("href");
  await page.context().clearCookies();
  await visit(link ?? "");
  await expect(page.locator(".notice", { hasText: name })).toBeVisible();
  await expect(page.locator("#unit_price")).toHaveValue("30");
  await axe();
});

test("typing is not held up while futures are drawn", async ({ page, visit, scripts }) => {
  test.skip(!scripts, "the server draws them at once");
  await visit("/fr/projects/argan-oil");
  await page.getByRole("button", { name: "Tirer 10 000 avenirs" }).click();
  await page.getByLabel("Prix de vente d’une unité", { exact: true }).press("End");
  await page.getByLabel("Prix de vente d’une unité", { exact: true }).pressSequentially("0");
  await expect(page.getByLabel("Prix de vente d’une unité", { exact: true })).toHaveValue("3000");
});
