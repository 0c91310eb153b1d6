// The story the foundation stands for: goods of two cooperatives in one cart, paid on delivery,
// and a manager who confirms her part.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";

const words = {
  fr: {
    dir: "ltr", filters: "Filtrer", show: "Voir les produits", add: "Ajouter au panier", cart: "Votre panier",
    checkout: "Commander", order: "Confirmer la commande", thanks: "Merci",
  },
  ar: {
    dir: "rtl", filters: "تصفية", show: "عرض المنتجات", add: "أضف إلى السلة", cart: "سلتكم",
    checkout: "إتمام الطلب", order: "تأكيد الطلب", thanks: "شكرا",
  },
} as const;
const password = "demo-taawouniya-2026";

async function addToCart(page: Page, visit: (path: string) => Promise<void>, lang: "fr" | "ar", slug: string, count: number) {
  await visit(`/${lang}/market/${slug}`);
  await page.getByRole("button", { name: words[lang].add }).click();
  await expect(page.locator(`a.tool[href="/${lang}/cart"] .count`)).toHaveText(String(count));
}

async function fillAddress(page: Page, name: string, phone: string) {
  await page.locator("#name").fill(name);
  await page.locator("#phone").fill(phone);
  await page.locator("#province").selectOption("06.141");
  await page.locator("#city").fill("Casablanca");
  await page.locator("#street").fill("12, rue des Orangers");
}

for (const lang of ["fr", "ar"] as const) {
  const w = words[lang];
  test(`first sale in ${lang}`, async ({ page, visit, axe, pageErrors }) => {
    test.slow();
    pageErrors.allow(/status of 422/);
    await visit(`/${lang}`);
    await expect(page.locator("html")).toHaveAttribute("dir", w.dir);
    await axe();

    // The filters: a sheet on a phone, a column on a desktop, with and without scripts.
    await visit(`/${lang}/market`);
    const all = await page.locator("article.card").count();
    const open = page.getByRole("button", { name: w.filters });
    if (await open.isVisible()) await open.click();
    await page.locator('input[name="region"][value="09"]').check();
    await page.locator('input[name="stock"]').check();
    await axe();
    await page.getByRole("button", { name: w.show, exact: true }).click();
    await expect(page).toHaveURL(/region=09/);
    await expect(page).toHaveURL(/stock=1/);
    await expect(page.locator(".chip").first()).toBeVisible();
    await expect.poll(() => page.locator("article.card").count()).toBeLessThan(all);
    await axe();

    await addToCart(page, visit, lang, "taliouine-saffron", 1);
    await axe();
    await addToCart(page, visit, lang, "safi-capers", 2);

    await visit(`/${lang}/cart`);
    await expect(page.getByRole("heading", { level: 1, name: w.cart })).toBeVisible();
    await expect(page.locator("main section.panel")).toHaveCount(2);
    await axe();
    await page.getByRole("link", { name: w.checkout, exact: true }).click();
    await expect(page.locator("#name")).toBeVisible();

    // A mistake first: it is named beside the field, and nothing typed is lost.
    await page.waitForLoadState("networkidle");
    await fillAddress(page, "Salma Bennis", "123");
    await page.getByRole("button", { name: w.order }).click();
    await expect(page.locator("#phone-error")).toBeVisible();
    await expect(page.locator("#name")).toHaveValue("Salma Bennis");
    await expect(page.locator("#province")).toHaveValue("06.141");
    await axe();
    await page.locator("#phone").fill("0612345678");
    await page.getByRole("button", { name: w.order }).click();
    await expect(page).toHaveURL(new RegExp(`/${lang}/orders/[0-9a-f]+`));
    await expect(page.getByText(w.thanks, { exact: false }).first()).toBeVisible();
    await expect(page.locator("main section.panel")).toHaveCount(2);
    await axe();
  });
}

test("a manager sees her own orders and confirms one", async ({ page, visit, axe, pageErrors }, info) => {
  pageErrors.allow(/status of 401/);
  // Each project sells and decides for another cooperative, so that they do not meet.
  const [slug, manager] = {
    "phone": ["sefri-pomegranate", "manager20"],
    "desktop": ["safi-capers", "manager09"],
    "phone-no-scripts": ["zaer-lentils", "manager18"],
    "desktop-no-scripts": ["taliouine-saffron", "manager02"],
  }[info.project.name] ?? [];
  if (!slug) throw new Error(`no cooperative for ${info.project.name}`);
  await addToCart(page, visit, "fr", slug, 1);
  await visit("/fr/checkout");
  await fillAddress(page, "Acheteuse de test", "0612345678");
  await page.getByRole("button", { name: "Confirmer la commande" }).click();
  await expect(page).toHaveURL(/\/fr\/orders\//);
  const number = (await page.locator("main section.panel bdi").first().textContent()) ?? "";
  expect(number).not.toBe("");

  // A visitor is asked to sign in, and comes back.
  await page.context().clearCookies();
  await visit("/fr/desk");
  await page.getByRole("main").getByRole("link", { name: "Se connecter" }).click();
  await expect(page).toHaveURL(/sign-in\?next=/);
  await page.waitForLoadState("networkidle");
  await page.locator("#login").fill(`${manager}@demo.taawouniya.ma`);
  await page.locator("#password").fill(password);
  await page.getByRole("main").getByRole("button", { name: "Se connecter" }).click();
  await expect(page).toHaveURL(/\/fr\/desk/);
  const order = page.locator("article.panel", { hasText: number });
  await expect(order).toBeVisible();
  await axe();
  await page.waitForLoadState("networkidle");
  await order.getByRole("button", { name: "Confirmer" }).click();
  await expect(order.getByText("Confirmée")).toBeVisible();
  await expect(order.getByRole("button", { name: "Confirmer" })).toHaveCount(0);
  await visit("/fr/desk/stock");
  await expect(page.locator("tbody tr").first()).toBeVisible();
  await axe();
});

test("a wrong password is said beside the form and the login is kept", async ({ page, visit, pageErrors }) => {
  pageErrors.allow(/status of 4\d\d/);
  await visit("/fr/sign-in");
  await page.locator("#login").fill("acheteuse@demo.taawouniya.ma");
  await page.locator("#password").fill("not the password");
  await page.getByRole("main").getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByRole("alert")).toContainText("est faux");
  await expect(page.locator("#login")).toHaveValue("acheteuse@demo.taawouniya.ma");
});

test("a refused form posted before the scripts came is shown again, and hydrates", async ({ page, visit, pageErrors }) => {
  pageErrors.allow(/status of 4\d\d/);
  await visit("/fr/register");
  await page.locator("#name").fill("Fatima Zahra");
  // A plain POST, as before the code has arrived, or without it.
  await page.locator("main form").evaluate((form: HTMLFormElement) => HTMLFormElement.prototype.submit.call(form));
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.locator("#name")).toHaveValue("Fatima Zahra");
  await page.waitForLoadState("networkidle");
  await expect(page.locator("#login-error")).toBeVisible();
});

test("suggestions come as one types", async ({ page, visit, scripts }) => {
  test.skip(!scripts, "without scripts the form searches");
  await visit("/fr/market");
  await page.getByRole("searchbox").pressSequentially("arga");
  await expect(page.locator(".suggestions a").first()).toBeVisible();
  await page.locator(".suggestions a").first().click();
  await expect(page).toHaveURL(/\/fr\/market\/.*argan/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a page that is not there says so", async ({ page, pageErrors }) => {
  pageErrors.allow(/status of 404/);
  const answer = await page.goto("/fr/market/nothing-of-the-kind");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
