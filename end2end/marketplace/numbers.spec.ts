// A number that cannot be: said beside its own field, with what was typed, with scripts and without.
import { expect, test } from "../fixtures/test";

test("a quantity that is no number is refused beside its line", async ({ page, visit, axe, pageErrors }) => {
  pageErrors.allow(/status of 422/);
  await visit("/fr/market/taliouine-saffron");
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Ajouter au panier" }).click();
  await expect(page.locator('a.tool[href="/fr/cart"] .count')).toHaveText("1");
  await visit("/fr/cart");
  await page.waitForLoadState("networkidle");
  const quantity = page.locator('.line input[name="quantity"]:not([type="hidden"])');
  await quantity.fill("beaucoup");
  await page.getByRole("button", { name: "Changer" }).click();
  await expect(page.locator('.line [id^="quantity-"][id$="-error"]')).toBeVisible();
  await expect(quantity).toHaveValue("beaucoup");
  await expect(quantity).toHaveAttribute("aria-invalid", "true");
  await axe();
  await quantity.fill("2");
  await page.getByRole("button", { name: "Changer" }).click();
  await expect(page.locator('a.tool[href="/fr/cart"] .count')).toHaveText("2");
  await expect(page.locator('.line [id$="-error"]')).toHaveCount(0);
});
