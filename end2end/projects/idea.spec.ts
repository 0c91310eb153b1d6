// A member writes an idea one thing a page and sends it; an advisor of the region makes a sheet of it
// and publishes it.
import type { Page } from "@playwright/test";
import { signIn } from "../fixtures/people";
import { expect, test } from "../fixtures/test";

/** Fills in one page and goes on to the next. */
async function next(page: Page, address: RegExp, fill: () => Promise<void>) {
  await page.waitForLoadState("networkidle");
  await fill();
  await page.getByRole("button", { name: "Enregistrer et continuer" }).click();
  await expect(page).toHaveURL(address);
}

test("an idea becomes a sheet of the bank", async ({ page, visit, axe }) => {
  test.slow();
  const mark = `${Date.now()}`;
  const title = `Sirop ${mark}`;
  await signIn(page, visit, "equipiere8");
  await visit("/fr/projects");
  await page.getByRole("main").getByRole("link", { name: "Proposer une idée" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Mes idées" })).toBeVisible();
  await axe();
  await page.getByRole("link", { name: "Proposer une idée" }).click();
  await expect(page).toHaveURL(/\/projects\/ideas\/new$/);
  await next(page, /\/product$/, async () => {
    await page.locator("#title").fill(title);
    await page.locator("#what").fill("Un sirop cuit au village.");
  });
  await axe();
  await next(page, /\/place$/, async () => {
    await page.locator("#sector").selectOption("food");
    await page.locator("#product").fill(`sirops ${mark}`);
  });
  await next(page, /\/similar$/, async () => {
    await page.locator("#province").selectOption("09.541");
  });
  await expect(page.getByText("La banque n’a rien qui y ressemble.")).toBeVisible();
  await next(page, /\/reasons$/, async () => {});
  await next(page, /\/figures$/, async () => {
    await page.locator("#for_whom").fill("Dix femmes du douar.");
    await page.locator("#why").fill("Les maisons d’hôtes en demandent.");
  });
  await next(page, /\/voice$/, async () => {
    await page.locator("#price").fill("300");
  });
  await axe();
  await page.getByRole("link", { name: "Relire l’idée en entier" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await axe();
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Envoyer au conseiller" }).click();
  await expect(page.locator("[data-state=submitted]")).toBeVisible();

  await signIn(page, visit, "conseillere.sud");
  await visit("/fr/office");
  await page.getByRole("link", { name: /Idées des membres/ }).click();
  await page.getByRole("link", { name: title }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await axe();
  await page.waitForLoadState("networkidle");
  await page.locator("#base").selectOption("argan-oil");
  await page.getByRole("button", { name: "En faire une fiche" }).click();
  await expect(page.locator("[data-state=accepted]")).toBeVisible();
  await page.waitForLoadState("networkidle");
  for (const field of ["title", "what", "for_whom", "market"]) {
    await page.locator(`#${field}_ar`).fill(`شراب ${mark}`);
  }
  await page.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await page.waitForLoadState("networkidle");
  await expect(page.locator("#title_ar")).toHaveValue(`شراب ${mark}`);
  await page.getByRole("button", { name: "Publier la fiche" }).click();
  await expect(page.locator("[data-state=published]")).toBeVisible();
  await page.getByRole("link", { name: "Voir la fiche" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.getByText("Né de l’idée d’un membre")).toBeVisible();
});
