// What has come of the projects: anyone reads the figures, their tables and their files.
import { expect, test } from "../fixtures/test";

test("a visitor reads what cooperatives change, and takes the table along", async ({ page, visit, axe, request }) => {
  await visit("/fr");
  await page.getByRole("contentinfo").getByRole("link", { name: "Ce que cela change" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ce que les coopératives changent" })).toBeVisible();
  await expect(page.getByText("Coopératives vérifiées par le bureau, avec leur année de création.")).toBeVisible();
  await expect(page.getByRole("row", { name: /^Ensemble/ }).first()).toBeVisible();
  await axe();
  const file = page.getByRole("link", { name: "Télécharger ce tableau (CSV)" }).first();
  const address = await file.getAttribute("href");
  expect(address).toBe("/open-data/fr/region.csv");
  const csv = await request.get(address ?? "");
  expect(csv.status()).toBe(200);
  expect(await csv.text()).toContain("Région,Coopératives,Membres,Femmes");
});

test("the figures are there in Arabic", async ({ page, visit, axe }) => {
  await visit("/ar/impact");
  await expect(page.getByRole("heading", { level: 1, name: "ما تغيره التعاونيات" })).toBeVisible();
  await axe();
});
