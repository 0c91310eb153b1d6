// A keeper of stock: a place, a movement, a count, a threshold; then the listings by spreadsheet.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";

const password = "demo-taawouniya-2026";
const projects = ["phone", "desktop", "phone-no-scripts", "desktop-no-scripts"];

/** Each project has a cooperative of its own. */
async function signIn(page: Page, visit: (path: string) => Promise<void>, project: string) {
  await visit("/fr/sign-in");
  await page.locator("#login").fill(`manager${13 + projects.indexOf(project)}@demo.taawouniya.ma`);
  await page.locator("#password").fill(password);
  await page.getByRole("main").getByRole("button", { name: "Se connecter" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

test("a keeper names a place, moves goods there and counts them", async ({ page, visit, axe, pageErrors }, info) => {
  pageErrors.allow(/status of 422/);
  await signIn(page, visit, info.project.name);
  await visit("/fr/desk/stock");
  await axe();
  await page.locator("#name").fill("Dépôt du souk");
  await page.getByRole("button", { name: "Ajouter ce lieu" }).click();
  await expect(page.getByText("Dépôt du souk")).toBeVisible();

  await page.locator("table tbody th a").first().click();
  await expect(page).toHaveURL(/desk\/stock\/\d+/);
  await page.waitForLoadState("networkidle");
  await axe();
  const note = page.locator("form", { has: page.locator('input[name="form"][value="note"]') });
  await note.locator("#reason").selectOption("received");
  await note.locator("#quantity").fill("beaucoup");
  await note.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator("#quantity-error")).toBeVisible();
  await page.waitForLoadState("networkidle");
  await note.locator("#reason").selectOption("received");
  await note.locator("#quantity").fill("7");
  await note.locator("#place").selectOption({ label: "Dépôt du souk" });
  await note.getByRole("button", { name: "Enregistrer" }).click();
  const newest = page.getByRole("region", { name: "Mouvements" }).locator("tbody tr").first();
  await expect(newest).toContainText("+7");
  await expect(newest).toContainText("Dépôt du souk");

  await visit("/fr/desk/stock/count");
  await page.getByRole("link", { name: "Dépôt du souk" }).click();
  await expect(page).toHaveURL(/place=\d+/);
  await page.waitForLoadState("networkidle");
  await axe();
  const paper = await page.request.get((await page.getByRole("link", { name: "Imprimer la feuille" }).getAttribute("href")) ?? "");
  expect(paper.headers()["content-type"]).toBe("application/pdf");
  await page.locator("table input").first().fill("5");
  await page.getByRole("button", { name: "Enregistrer le comptage" }).click();
  await expect(page.locator("td[data-label='Attendu']").first()).toHaveText("5");
});

test("a seller sends a spreadsheet, mends it and confirms it", async ({ page, visit, axe, pageErrors }, info) => {
  pageErrors.allow(/status of 4\d\d/);
  await signIn(page, visit, info.project.name);
  await visit("/fr/desk/listings");
  await page.getByRole("link", { name: "Tableur" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tableur" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await axe();
  const template = await page.request.get("/spreadsheets/template.csv?lang=fr");
  expect(await template.text()).toContain("Code (SKU)");

  await visit("/fr/desk/listings/new");
  const category = (await page.locator("#category option").nth(1).innerText()).trim();
  await visit("/fr/desk/spreadsheet");
  const code = `E2E-${info.project.name}-${Date.now()}`;
  const send = async (price: string) => {
    await page.locator("#file").setInputFiles({
      name: "produits.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`Code (SKU);category;Nom (fr);amount;unit;price;stock\n${code};${category};Confiture de figues;250;g;${price};4\n`),
    });
    await page.getByRole("button", { name: "Vérifier le fichier" }).click();
    await expect(page.locator("#report")).toBeVisible();
    await page.waitForLoadState("networkidle");
  };
  await send("=1+1");
  await expect(page.locator("#report")).toContainText("Rien n'a été écrit");
  await expect(page.locator("#report tbody tr").first()).toContainText("F");
  await axe();
  await send("45,50");
  await expect(page.locator("#report")).toContainText("Rien n'est encore écrit");
  await page.getByRole("button", { name: "Tout enregistrer" }).click();
  await expect(page.locator("#report")).toContainText("Tout est enregistré");
  await visit("/fr/desk/listings");
  await expect(page.getByText("Confiture de figues").first()).toBeVisible();
});
