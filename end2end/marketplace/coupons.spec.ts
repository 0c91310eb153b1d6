// A cooperative's code lowers its goods' price; the checkout says who gets what.
import { signIn } from "../fixtures/people";
import { expect, test } from "../fixtures/test";

test("a manager's code lowers the price in a guest's cart", async ({ page, visit, axe, pageErrors }) => {
  pageErrors.allow(/status of 422/);
  const code = `E2E-${Math.random().toString(36).slice(2, 10).toUpperCase()}`;
  await signIn(page, visit, "manager02");
  await visit("/fr/desk/coupons");
  await axe();
  await page.waitForLoadState("networkidle");
  await page.locator("#code").fill(code);
  await page.locator("#kind").selectOption("part");
  await page.locator("#value").fill("10");
  await page.getByRole("button", { name: "Créer le code" }).click();
  await expect(page.getByRole("button", { name: `Arrêter le code ${code}` })).toBeVisible();

  await page.context().clearCookies();
  await visit("/fr/market/taliouine-saffron");
  await page.getByRole("button", { name: "Ajouter au panier" }).click();
  await expect(page.locator('a.tool[href="/fr/cart"] .count')).toHaveText("1");
  await visit("/fr/cart");
  await page.waitForLoadState("networkidle");
  await page.locator("#coupons").fill("NOTHING-HERE");
  await page.getByRole("button", { name: "Appliquer" }).click();
  await expect(page.locator("#coupons-error")).toBeVisible();
  await expect(page.locator("#coupons")).toHaveValue("NOTHING-HERE");
  await page.locator("#coupons").fill(code.toLowerCase());
  await page.getByRole("button", { name: "Appliquer" }).click();
  await expect(page.getByText(`Réduction ${code}`)).toBeVisible();
  await axe();

  await visit("/fr/checkout");
  await expect(page.getByText("Où va votre argent")).toBeVisible();
  await expect(page.locator(".price-parts").first()).toContainText("Coopérative");
  await axe();
});
