// A session with one seat: the first to press has it, the second waits, and gets it when the first
// gives it back. The trainer sees both.
import type { Browser, Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";

const PASSWORD = "demo-taawouniya-2026";

async function signIn(page: Page, visit: (path: string) => Promise<void>, login: string, password: string) {
  await visit("/fr/sign-in");
  await page.waitForLoadState("networkidle");
  await page.locator("#login").fill(login);
  await page.locator("#password").fill(password);
  await page.locator("main form button[type=submit]").click();
  await expect(page).not.toHaveURL(/sign-in/);
}

async function register(page: Page, base: string, who: string) {
  await page.goto(`${base}/fr/register`);
  await page.waitForLoadState("networkidle");
  await page.locator("#name").fill("Malika Test");
  await page.locator("#login").fill(`${who}@example.ma`);
  await page.locator("#password").fill("trois mots sans lien");
  await page.locator('input[name="consent"]').check();
  await page.locator("main form button[type=submit]").click();
  await expect(page).toHaveURL(/sign-in\?registered=1/);
  await page.waitForLoadState("networkidle");
  await page.locator("#login").fill(`${who}@example.ma`);
  await page.locator("#password").fill("trois mots sans lien");
  await page.locator("main form button[type=submit]").click();
  await expect(page).toHaveURL(/\/account/);
}

async function another(browser: Browser, base: string, who: string, scripts: boolean) {
  const context = await browser.newContext({ javaScriptEnabled: scripts });
  const page = await context.newPage();
  await register(page, base, who);
  return { context, page };
}

test("a seat that is given back goes to who waits first", async ({ page, visit, axe, browser, scripts }, info) => {
  test.slow();
  await signIn(page, visit, "formatrice@demo.taawouniya.ma", PASSWORD);
  await visit("/fr/academy/teaching/sell-online/sessions");
  await axe();
  await page.waitForLoadState("networkidle");
  await page.locator("#starts").fill("2090-05-04T09:00");
  await page.locator("#ends").fill("2090-05-04T12:00");
  await page.locator("#place").fill(`Salle ${info.project.name}`);
  await page.locator("#lang").selectOption("fr");
  await page.locator("#capacity").fill("1");
  await page.getByRole("button", { name: "Créer la session" }).click();
  await expect(page).toHaveURL(/\/sessions\/\d+$/);
  await axe();
  const url = new URL(page.url());
  const id = url.pathname.split("/").pop();

  const stamp = `${info.project.name}-${Date.now()}`;
  const first = await another(browser, url.origin, `seat-a-${stamp}`, scripts);
  const second = await another(browser, url.origin, `seat-b-${stamp}`, scripts);
  const session = `${url.origin}/fr/academy/sessions/${id}`;
  await first.page.goto(session);
  await first.page.waitForLoadState("networkidle");
  await first.page.getByRole("button", { name: "Prendre une place" }).click();
  await expect(first.page.getByRole("button", { name: "Rendre ma place" })).toBeVisible();
  await second.page.goto(session);
  await second.page.waitForLoadState("networkidle");
  await second.page.getByRole("button", { name: "Entrer dans la liste d’attente" }).click();
  await expect(second.page.getByRole("button", { name: "Quitter la liste" })).toBeVisible();

  await first.page.getByRole("button", { name: "Rendre ma place" }).click();
  await expect(first.page).toHaveURL(/\/academy\/sell-online/);
  await second.page.goto(session);
  await expect(second.page.getByRole("button", { name: "Rendre ma place" })).toBeVisible();
  await visit(`/fr/academy/teaching/sell-online/sessions/${id}`);
  await expect(page.getByRole("row", { name: /Malika Test/ })).toHaveCount(1);
  await first.context.close();
  await second.context.close();
});

test("a visitor reads a learning path", async ({ page, visit, axe }) => {
  await visit("/fr/academy");
  await page.getByRole("link", { name: "De l’idée à la vente" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "De l’idée à la vente" })).toBeVisible();
  await expect(page.locator("ol.path > li")).toHaveCount(3);
  await axe();
});
