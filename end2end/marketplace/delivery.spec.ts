// Delivery abroad, what may not be exported, kept addresses; papers; favourites; feeds.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";

const password = "demo-taawouniya-2026";

async function addToCart(page: Page, visit: (path: string) => Promise<void>, slug: string) {
  await visit(`/fr/market/${slug}`);
  await page.getByRole("button", { name: "Ajouter au panier" }).click();
  await expect(page.locator('a.tool[href="/fr/cart"] .count')).toHaveText("1");
}

async function signIn(page: Page, visit: (path: string) => Promise<void>, login: string) {
  await visit("/fr/sign-in");
  await page.locator("#login").fill(login);
  await page.locator("#password").fill(password);
  await page.getByRole("main").getByRole("button", { name: "Se connecter" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  await page.waitForLoadState("networkidle");
}

test("a buyer in Lyon orders, and her address keeps its postcode", async ({ page, visit, axe, pageErrors }) => {
  pageErrors.allow(/status of 422/);
  await addToCart(page, visit, "safi-capers");
  await visit("/fr/checkout");
  await page.getByText("Livrer dans un autre pays").click();
  await page.locator("#to-country").selectOption("FR");
  await page.getByRole("button", { name: "Livrer là" }).click();
  await expect(page).toHaveURL(/country=FR/);
  await expect(page.locator("#postcode")).toBeVisible();
  await expect(page.locator("#province")).toHaveCount(0);
  await expect(page.getByText("À la livraison, en espèces")).toHaveCount(0);
  await axe();
  await page.waitForLoadState("networkidle");
  await page.locator("#name").fill("Salma Bennis");
  await page.locator("#phone").fill("+33612345678");
  await page.locator("#city").fill("Lyon");
  await page.locator("#street").fill("3, rue des Fleurs");
  await page.getByRole("button", { name: "Confirmer la commande" }).click();
  await expect(page.locator("#postcode-error")).toBeVisible();
  await expect(page.locator("#city")).toHaveValue("Lyon");
  await page.locator("#postcode").fill("69001");
  await page.getByRole("button", { name: "Confirmer la commande" }).click();
  await expect(page).toHaveURL(/\/fr\/orders\/[0-9a-f]+/);
  await axe();
});

test("a manager weighs her goods and opens a label in Arabic", async ({ page, visit, axe }) => {
  await signIn(page, visit, "manager05@demo.taawouniya.ma");
  await visit("/fr/desk/delivery");
  await expect(page.getByRole("heading", { level: 1, name: "Livraison" })).toBeVisible();
  await axe();
  const first = page.locator("article.panel").first();
  await first.locator('input[name="grams"]').fill("640");
  await first.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.locator("article.panel").first().locator('input[name="grams"]')).toHaveValue("640");
});

test("a member keeps a product for later", async ({ page, visit, axe }) => {
  await signIn(page, visit, "acheteuse@demo.taawouniya.ma");
  await visit("/fr/market/taliouine-saffron");
  const keep = page.getByRole("button", { name: "Garder pour plus tard" });
  if (await keep.isVisible()) await keep.click();
  await expect(page.getByRole("button", { name: "Ne plus garder" })).toBeVisible();
  await visit("/fr/account/favourites");
  await expect(page.locator("article.card").first()).toBeVisible();
  await axe();
  await visit("/fr/account/addresses");
  await axe();
});

test("feeds are well-formed XML", async ({ page }) => {
  for (const path of ["/feeds/fr/products.xml", "/feeds/ar/listings.xml"]) {
    const answer = await page.request.get(path);
    expect(answer.status()).toBe(200);
    expect(answer.headers()["content-type"]).toContain("application/xml");
    expect(await answer.text()).toContain("<item>");
  }
});
