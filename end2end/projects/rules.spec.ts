// The dated tables of the bank on the administration's page, and a sheet on paper.
import { expect, test } from "../fixtures/test";

test("the administration sees the rules, and one of the past is refused", async ({ page, visit, axe, pageErrors }) => {
  pageErrors.allow(/status of 422/);
  await visit("/fr/sign-in");
  await page.waitForLoadState("networkidle");
  await page.locator("#login").fill("admin@demo.taawouniya.ma");
  await page.locator("#password").fill("demo-taawouniya-2026");
  await page.getByRole("main").getByRole("button", { name: "Se connecter" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  await visit("/fr/office");
  await page.getByRole("link", { name: /Règles et programmes/ }).click();
  await expect(page.getByRole("rowheader", { name: "Fondateurs, au moins" })).toBeVisible();
  await axe();
  await page.waitForLoadState("networkidle");
  const form = page.locator("form", { has: page.locator("#rule_source") });
  await form.locator("#code").selectOption("founders");
  await form.locator("#value").fill("7");
  await form.locator("#rule_from").fill("2020-01-01");
  await form.locator("#rule_source").fill("Une loi passée");
  await form.getByRole("button", { name: "Ajouter" }).click();
  await expect(page.locator("#rule_from-error")).toBeVisible();
  await expect(page.locator("#rule_source")).toHaveValue("Une loi passée");
  await axe();
});

test("a programme's next terms begin with today's, and hold what it asks", async ({ page, visit, axe, pageErrors }) => {
  pageErrors.allow(/status of 422/);
  await visit("/fr/sign-in");
  await page.waitForLoadState("networkidle");
  await page.locator("#login").fill("admin@demo.taawouniya.ma");
  await page.locator("#password").fill("demo-taawouniya-2026");
  await page.getByRole("main").getByRole("button", { name: "Se connecter" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  await visit("/fr/office/rules?programme=rural_loan");
  await page.waitForLoadState("networkidle");
  await expect(page.locator("#members_least")).toHaveValue("5");
  const form = page.locator("form", { has: page.locator("#terms_source") });
  await expect(form.getByRole("group", { name: "Régions admises" })).toBeVisible();
  await axe();
  await form.locator("#members_least").fill("0");
  await form.locator("#terms_from").fill("2099-01-01");
  await form.locator("#terms_source").fill("Une convention");
  await form.getByRole("button", { name: "Ajouter" }).click();
  await expect(page.locator("#members_least-error")).toBeVisible();
  await expect(page.locator("#terms_source")).toHaveValue("Une convention");
});

test("a sheet is printed in the reader's language", async ({ page, visit }) => {
  await visit("/ar/projects/beekeeping");
  const paper = await page.locator('a[href^="/papers/sheets/"]').getAttribute("href");
  expect(paper).toBe("/papers/sheets/beekeeping/ar");
  const answer = await page.request.get(paper ?? "");
  expect(answer.headers()["content-type"]).toBe("application/pdf");
});
