// Paid by card in the sandbox, sent in one parcel, delivered: the buyer, the cooperative and the
// office see the same money, in French and in Arabic.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";

const words = {
  fr: {
    add: "Ajouter au panier", order: "Confirmer la commande", pay: /^Payer /, bank: "Banque d'essai", decline: "Refuser",
    approve: "Accepter", paid: "C'est payé", confirm: "Confirmer", sent: "C'est envoyé", delivered: "Livré", money: "Argent",
    where: "Où va votre argent", write: "Envoyer", compare: "Comparer maintenant", good: "Tout concorde",
  },
  ar: {
    add: "أضف إلى السلة", order: "تأكيد الطلب", pay: /^ادفع /, bank: "بنك تجريبي", decline: "رفض",
    approve: "قبول", paid: "تم الأداء", confirm: "تأكيد", sent: "تم الإرسال", delivered: "تم التسليم", money: "المال",
    where: "إلى أين يذهب مالك", write: "إرسال", compare: "قارن الآن", good: "كل شيء متطابق",
  },
} as const;
const password = "demo-taawouniya-2026";

async function signIn(page: Page, visit: (path: string) => Promise<void>, lang: "fr" | "ar", login: string) {
  await page.context().clearCookies();
  await visit(`/${lang}/sign-in`);
  await page.locator("#login").fill(login);
  await page.locator("#password").fill(password);
  await page.locator("main form button[type=submit]").click();
  await expect(page).not.toHaveURL(/sign-in/);
}

for (const lang of ["fr", "ar"] as const) {
  const w = words[lang];
  test(`a card sale in ${lang}`, async ({ page, visit, axe }) => {
    test.slow();
    await visit(`/${lang}/market/safi-capers`);
    await page.getByRole("button", { name: w.add }).click();
    await expect(page.locator(`a.tool[href="/${lang}/cart"] .count`)).toHaveText("1");
    await visit(`/${lang}/checkout`);
    await page.waitForLoadState("networkidle");
    await page.locator("#name").fill("Salma Bennis");
    await page.locator("#phone").fill("0612345678");
    await page.locator("#province").selectOption("06.141");
    await page.locator("#city").fill("Casablanca");
    await page.locator("#street").fill("12, rue des Orangers");
    await page.locator('input[name="payment"][value="card"]').check();
    await page.getByRole("button", { name: w.order }).click();
    await expect(page).toHaveURL(new RegExp(`/${lang}/orders/[0-9a-f]+`));
    const tracking = new URL(page.url()).pathname;

    // Declined first: nothing is taken, and one can try again.
    for (const [answer, state] of [[w.decline, "declined"], [w.approve, "paid"]]) {
      await page.getByRole("button", { name: w.pay }).click();
      await expect(page.getByRole("heading", { level: 1, name: w.bank })).toBeVisible();
      await axe();
      await page.getByRole("button", { name: answer, exact: true }).click();
      await expect(page).toHaveURL(new RegExp(`card=${state}`));
    }
    await expect(page.getByText(w.paid, { exact: false }).first()).toBeVisible();
    await expect(page.getByRole("heading", { name: w.where })).toBeVisible();
    const number = await page.locator(".order-file h2 bdi").first().innerText();
    await axe();

    // The buyer writes; the seller finds the order, confirms and sends it.
    await page.locator('textarea[name="text"]').fill("Merci d'emballer bien.");
    await page.getByRole("button", { name: w.write, exact: true }).first().click();
    await expect(page.locator(".messages li").first()).toContainText("emballer");

    const owner = "manager09@demo.taawouniya.ma";
    await signIn(page, visit, lang, owner);
    await visit(`/${lang}/desk`);
    const open = page.getByRole("link", { name: new RegExp(number) });
    await open.click();
    await page.getByRole("button", { name: w.confirm, exact: true }).click();
    await expect(page.locator('input[name="tracking_number"]')).toBeVisible();
    await page.locator('input[name="carrier"]').fill("Amana");
    await page.locator('input[name="tracking_number"]').fill(`E2E-${number}`);
    await axe();
    await page.getByRole("button", { name: w.sent, exact: true }).click();
    await page.getByRole("button", { name: w.delivered, exact: true }).click();
    await expect(page.locator('.parcel[data-state="delivered"]')).toHaveCount(1);
    await axe();
    await visit(`/${lang}/desk/prepare`);
    await axe();
    await visit(`/${lang}/desk/money`);
    await expect(page.getByText(number).first()).toBeVisible();
    await axe();

    await signIn(page, visit, lang, "admin@demo.taawouniya.ma");
    await visit(`/${lang}/office/money`);
    await page.getByRole("button", { name: w.compare }).click();
    await expect(page.getByText(w.good, { exact: false })).toBeVisible();
    await axe();

    await visit(tracking);
    await expect(page.locator('.parcel[data-state="delivered"]')).toHaveCount(1);
    await axe();
  });
}
