// A member registers a cooperative, an advisor gives it back and then verifies it; then its first
// product, with a photo, goes through the office to the market, and a lot gets its passport.
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";
import { pdf } from "../fixtures/files";

const password = "demo-taawouniya-2026";
const words = {
  fr: { name: "Le nom", add: "Ajouter un produit", submit: "Envoyer au conseiller", verify: "Valider la coopérative" },
  ar: { name: "الاسم", add: "إضافة منتج", submit: "إرسال إلى المستشار", verify: "المصادقة على التعاونية" },
} as const;

/** A number whose remainder by 97 is 0. */
function ice(seed: number): string {
  const head = 999_000_500_000_000 + seed * 100;
  return String(head + ((97 - (head % 97)) % 97));
}

function rib(seed: number): string {
  const head = `999780${String(seed).padStart(16, "0")}`;
  const key = 97n - ((BigInt(head) * 100n) % 97n);
  return head + String(key).padStart(2, "0");
}

async function signIn(page: Page, visit: (path: string) => Promise<void>, login: string, lang = "fr") {
  await page.context().clearCookies();
  await visit(`/${lang}/sign-in`);
  await page.locator("#login").fill(login);
  await page.locator("#password").fill(password);
  await page.getByRole("main").locator("button[type=submit]").click();
  await expect(page).not.toHaveURL(/sign-in/);
}

const photo = join(__dirname, "../../server/demo/photos/sample.jpg");

for (const lang of ["fr", "ar"] as const) {
  test(`a cooperative registers and sells in ${lang}`, async ({ page, visit, axe, pageErrors }, info) => {
    test.slow();
    pageErrors.allow(/status of 4\d\d/);
    const w = words[lang];
    const seed = 1_000 + ["phone", "desktop", "phone-no-scripts", "desktop-no-scripts"].indexOf(info.project.name) * 2 + (lang === "ar" ? 1 : 0) + Date.now() % 100_000 * 10;
    const login = `coop${seed}@exemple.ma`;
    await visit(`/${lang}/register`);
    await page.locator("#name").fill("Zahra Id Bihi");
    await page.locator("#login").fill(login);
    await page.locator("#password").fill(password);
    await page.locator("input[name=consent]").check();
    await page.getByRole("main").locator("button[type=submit]").click();
    await expect(page).toHaveURL(/sign-in/);
    await signIn(page, visit, login, lang);

    await visit(`/${lang}/desk/register`);
    await axe();
    await page.getByRole("link", { name: w.name, exact: true }).click();
    const name = `Coopérative Essai ${"abcdefghij"[seed % 10]}${"klmnopqrst"[Math.floor(seed / 10) % 10]}`;
    await page.locator("#name_fr").fill(name);
    await page.getByRole("main").locator("button[type=submit]").click();
    await expect(page).toHaveURL(/register\/numbers/);
    await page.waitForLoadState("networkidle");
    await page.locator("#ice").fill("999000001000076");
    await page.locator("#register_number").fill("12/2025");
    await page.locator("#court").fill("Tiznit");
    await page.locator("#rib").fill(rib(seed));
    await page.getByRole("main").locator("button[type=submit]").click();
    await expect(page.locator("#ice-error")).toBeVisible();
    await expect(page.locator("#court")).toHaveValue("Tiznit");
    await axe();
    await page.locator("#ice").fill(ice(seed));
    await page.getByRole("main").locator("button[type=submit]").click();
    await expect(page).toHaveURL(/register\/place/);
    await page.waitForLoadState("networkidle");
    await page.locator("#province").selectOption("09.581");
    await page.locator("#founded_year").fill("2024");
    await page.locator("#members").fill("14");
    await page.locator("#women").fill("9");
    await page.getByRole("main").locator("button[type=submit]").click();
    await expect(page).toHaveURL(/register\/story/);
    await page.waitForLoadState("networkidle");
    await page.locator("#story_fr").fill("Quatorze femmes pressent l'amande et l'argan dans leur village.");
    await page.getByRole("main").locator("button[type=submit]").click();
    await expect(page).toHaveURL(/register\/documents/);
    await page.locator("#statutes").setInputFiles({ name: "x.pdf", mimeType: "application/pdf", buffer: Buffer.from("<script>") });
    await page.locator("form:has(#statutes) button").click();
    await expect(page.locator(".field-error").first()).toBeVisible();
    for (const kind of ["statutes", "register_extract", "bank_details"]) {
      await page.locator(`#${kind}`).setInputFiles(pdf);
      await page.locator(`form:has(#${kind}) button`).click();
      await expect(page.locator(`section:has(#${kind}) a[href^="/documents/"]`)).toBeVisible();
    }
    await axe();
    await visit(`/${lang}/desk/register`);
    await page.getByRole("button", { name: w.submit }).click();
    await expect(page.getByRole("button", { name: w.submit })).toHaveCount(0);

    await signIn(page, visit, "conseillere.sud@demo.taawouniya.ma", lang);
    await visit(`/${lang}/office/registrations`);
    await axe();
    await page.getByRole("link", { name }).last().click();
    await axe();
    await page.waitForLoadState("networkidle");
    await page.getByRole("button", { name: w.verify }).click();
    await expect(page).toHaveURL(/office\/cooperatives\/\d+/);
    await axe();

    await signIn(page, visit, login, lang);
    await visit(`/${lang}/desk/listings`);
    await page.getByRole("link", { name: w.add }).first().click();
    await page.waitForLoadState("networkidle");
    await page.locator("#category").selectOption({ index: 1 });
    await page.getByRole("main").locator("button[type=submit]").click();
    await expect(page).toHaveURL(/listings\/\d+\/name/);
    await page.waitForLoadState("networkidle");
    const listing = page.url().match(/listings\/(\d+)/)?.[1];
    await page.locator("#name_fr").fill(`Huile ${name}`);
    await page.getByRole("main").locator("button[type=submit]").click();
    await expect(page).toHaveURL(/description/);
    await page.waitForLoadState("networkidle");
    await page.locator("#description_fr").fill("Pressée à froid au village.");
    await page.getByRole("main").locator("button[type=submit]").click();
    await expect(page).toHaveURL(/facts/);
    await page.waitForLoadState("networkidle");
    await page.locator("#attribute_0_fr").fill("Première pression");
    await page.locator("#origin").fill("Tiznit");
    await page.getByRole("main").locator("button[type=submit]").click();
    await expect(page).toHaveURL(/prices/);
    await visit(`/${lang}/desk/listings/${listing}/prices/0`);
    await page.locator("#amount").fill("250");
    await page.locator("#unit").selectOption("ml");
    await page.locator("#price").fill("120,50");
    await page.locator("#stock").fill("10");
    await page.getByRole("main").locator("button[type=submit]").click();
    await expect(page).toHaveURL(/prices$/);
    await visit(`/${lang}/desk/listings/${listing}/pictures`);
    await page.locator("#picture").setInputFiles(photo);
    await page.locator("#alt").fill("Des paniers devant un mur ocre");
    await page.locator("form:has(#picture) button").click();
    await expect(page.locator("ol.checklist li")).toHaveCount(1);
    await axe();
    await visit(`/${lang}/desk/listings/${listing}`);
    await axe();
    await page.getByRole("button", { name: w.submit }).click();
    await expect(page.getByRole("button", { name: w.submit })).toHaveCount(0);

    await signIn(page, visit, "conseillere.sud@demo.taawouniya.ma", lang);
    await visit(`/${lang}/office/listings/${listing}`);
    await axe();
    await page.locator(`form[action*="approve_listing"] button`).click();
    await expect(page).toHaveURL(/office\/listings$/);

    await signIn(page, visit, login, lang);
    await visit(`/${lang}/desk/lots`);
    await page.locator("#variant").selectOption({ index: 1 });
    await page.locator("#code").fill("L-1");
    await page.locator("#place").fill("Tiznit");
    await page.locator("#harvested").fill("2026-01-15");
    await page.locator("#quantity").fill("10");
    await page.locator(`form[action*="add_lot"] button`).click();
    await expect(page).toHaveURL(/desk\/lots\/\d+/);
    await axe();
    await page.locator(`a[href*="/${lang}/lots/"]`).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Huile");
    await axe();
  });
}
