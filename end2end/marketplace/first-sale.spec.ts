import { expect, hydrated, test } from "../fixtures/test";

// The story the foundation stands for: goods of two cooperatives in one cart, paid on delivery,
// and a manager who confirms her part.
const words = {
  fr: { add: "Ajouter au panier", cart: "Votre panier", order: "Confirmer la commande", thanks: "Merci", confirm: "Confirmer", dir: "ltr", signIn: "Se connecter", empty: "ce champ", checkout: "Commander" },
  ar: { add: "أضف إلى السلة", cart: "سلتكم", order: "تأكيد الطلب", thanks: "شكرا", confirm: "تأكيد", dir: "rtl", signIn: "", empty: "", checkout: "إتمام الطلب" },
} as const;

for (const lang of ["fr", "ar"] as const) {
  const w = words[lang];
  test(`first sale in ${lang}`, async ({ page, check }) => {
    await page.goto(`/${lang}`);
    await expect(page.locator("html")).toHaveAttribute("dir", w.dir);
    await expect(page.locator("h1")).toHaveCount(1);
    await check();

    await page.goto(`/${lang}/market?region=09&stock=1`);
    await expect(page.locator("article.card").first()).toBeVisible();
    await check();

    for (const slug of ["taliouine-saffron", "safi-capers"]) {
      await page.goto(`/${lang}/market/${slug}`);
      await check();
      await hydrated(page);
      await page.getByRole("button", { name: w.add }).click();
      await expect(page.locator(`a[href="/${lang}/cart"] .count, h1`).first()).toBeVisible();
      await expect(page.locator(`a.tool[href="/${lang}/cart"] .count`)).not.toHaveText("0");
    }

    await page.goto(`/${lang}/cart`);
    await expect(page.getByRole("heading", { level: 1, name: w.cart })).toBeVisible();
    expect(await page.locator("main section.panel").count()).toBe(2);
    await check();
    await page.getByRole("link", { name: w.checkout, exact: true }).click();

    // A mistake first: it is named beside the field, and nothing typed is lost.
    await expect(page.locator("#name")).toBeVisible();
    await hydrated(page);
    await page.locator("#name").fill("Salma Bennis");
    await page.locator("#phone").fill("123");
    await page.locator("#province").selectOption("06.141");
    await page.locator("#city").fill("Casablanca");
    await page.locator("#street").fill("12, rue des Orangers");
    await page.getByRole("button", { name: w.order }).click();
    await expect(page.locator("#phone-error")).toBeVisible();
    await expect(page.locator("#name")).toHaveValue("Salma Bennis");
    await check();
    await page.locator("#phone").fill("0612345678");
    await page.getByRole("button", { name: w.order }).click();
    await expect(page).toHaveURL(new RegExp(`/${lang}/orders/[0-9a-f]+`));
    await expect(page.getByText(w.thanks, { exact: false }).first()).toBeVisible();
    expect(await page.locator("main section.panel").count()).toBe(2);
    await check();
  });
}

test("a manager sees her own orders and confirms one", async ({ page, check }, info) => {
  // Each project decides another cooperative's orders, so that they do not meet.
  await page.goto("/fr/market/sefri-pomegranate");
  await hydrated(page);
  await page.getByRole("button", { name: "Ajouter au panier" }).click();
  await expect(page.locator('a.tool[href="/fr/cart"] .count')).toHaveText("1");
  await page.goto("/fr/checkout");
  await hydrated(page);
  await page.locator("#name").fill(`Acheteuse ${info.project.name.replace(/-/g, " ")}`);
  await page.locator("#phone").fill("0612345678");
  await page.locator("#province").selectOption("06.141");
  await page.locator("#city").fill("Casablanca");
  await page.locator("#street").fill("1, rue du Port");
  await page.getByRole("button", { name: "Confirmer la commande" }).click();
  await expect(page).toHaveURL(/\/fr\/orders\//);
  const number = (await page.locator("main section.panel bdi").first().textContent()) ?? "";

  await page.context().clearCookies();
  await page.goto("/fr/desk");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto("/fr/sign-in");
  await hydrated(page);
  await page.locator("#login").fill("manager20@demo.taawouniya.ma");
  await page.locator("#password").fill("demo-taawouniya-2026");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page).toHaveURL(/\/fr\/desk/);
  const order = page.locator("article.panel", { hasText: number });
  await expect(order).toBeVisible();
  await check();
  await hydrated(page);
  await order.getByRole("button", { name: "Confirmer" }).click();
  await expect(page.locator("article.panel", { hasText: number }).getByText("Confirmée")).toBeVisible();
  await page.goto("/fr/desk/stock");
  await expect(page.locator("tbody tr").first()).toBeVisible();
  await check();
});

test("a page that is not there says so", async ({ page }) => {
  const answer = await page.goto("/fr/market/nothing-of-the-kind");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect((await page.goto("/fr/nowhere"))?.status()).toBe(404);
});
