// A learner's way: find a course, enrol, read, answer, and show what it gave; a stranger verifies.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";

const words = {
  fr: {
    filters: "Filtrer", show: "Voir les cours", enrol: "S’inscrire et commencer", complete: "J’ai fini cette leçon",
    begin: "Commencer le quiz", send: "Envoyer mes réponses", keep: "Garder pour plus tard", learning: "Mes cours",
    goOn: "Continuer", note: "Garder la note", dir: "ltr",
  },
  ar: {
    filters: "تصفية", show: "عرض الدروس", enrol: "التسجيل والبدء", complete: "أنهيت هذه الحصة",
    begin: "بدء الاختبار", send: "إرسال أجوبتي", keep: "الحفظ لوقت لاحق", learning: "دروسي",
    goOn: "المتابعة", note: "حفظ الملاحظة", dir: "rtl",
  },
} as const;

async function register(page: Page, visit: (path: string) => Promise<void>, lang: string, who: string) {
  await visit(`/${lang}/register?next=/${lang}/academy`);
  await page.locator("#name").fill("Fatima Aït Test");
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

for (const lang of ["fr", "ar"] as const) {
  const w = words[lang];
  test(`a learner begins a course in ${lang}`, async ({ page, visit, axe }, info) => {
    test.slow();
    await register(page, visit, lang, `learner-${lang}-${info.project.name}-${Date.now()}`);
    await visit(`/${lang}/academy`);
    await expect(page.locator("html")).toHaveAttribute("dir", w.dir);
    const all = await page.locator("article.course-card").count();
    await axe();
    const open = page.getByRole("button", { name: w.filters });
    if (await open.isVisible()) await open.click();
    await page.locator('input[name="theme"][value="money"]').check();
    await page.getByRole("button", { name: w.show, exact: true }).click();
    await expect(page).toHaveURL(/theme=money/);
    await expect.poll(() => page.locator("article.course-card").count()).toBeLessThan(all);
    await page.locator("article.course-card a").first().click();
    await expect(page.getByRole("button", { name: w.enrol })).toBeVisible();
    await axe();
    await page.waitForLoadState("networkidle");
    await page.getByRole("button", { name: w.enrol }).click();
    await expect(page).toHaveURL(/\/academy\/keep-the-accounts\/lessons\/why-write/);
    await expect(page.locator(".prose")).toBeVisible();
    await axe();

    // A note is kept with its lesson.
    await page.waitForLoadState("networkidle");
    await page.locator("#note").fill("Une page par jour");
    await page.getByRole("button", { name: w.note }).click();
    await page.waitForLoadState("networkidle");
    await visit(`/${lang}/academy/keep-the-accounts/lessons/why-write`);
    await expect(page.locator("#note")).toHaveValue("Une page par jour");

    // Two lessons, then the quiz.
    for (const next of ["cash-book", "quiz-1"]) {
      await page.waitForLoadState("networkidle");
      await page.getByRole("button", { name: w.complete }).click();
      await expect(page).toHaveURL(new RegExp(`/lessons/${next}`));
    }
    await page.waitForLoadState("networkidle");
    await page.getByRole("button", { name: w.begin }).click();
    await expect(page.locator("fieldset.question")).toHaveCount(3);
    await axe();
    await page.locator('input[name="answers[balance]"]').fill("2 550");
    await page.locator('input[name="answers[negative]"][value="false"]').check();
    await page.waitForLoadState("networkidle");
    await page.getByRole("button", { name: w.keep }).click();
    await page.waitForLoadState("networkidle");
    // A reload shows what was kept; the rest is answered then.
    await visit(`/${lang}/academy/keep-the-accounts/lessons/quiz-1`);
    await expect(page.locator('input[name="answers[balance]"]')).toHaveValue("2 550");
    await page.locator('input[name="answers[gap]"][value="b"]').check();
    await page.waitForLoadState("networkidle");
    await page.getByRole("button", { name: w.send }).click();
    await expect(page.locator("li.result")).toHaveCount(3);
    await expect(page.locator('li.result[data-result="right"]')).toHaveCount(3);
    await axe();

    // My courses: on in one touch.
    await visit(`/${lang}/academy/learning`);
    await expect(page.getByRole("heading", { level: 1, name: w.learning })).toBeVisible();
    await axe();
    await page.getByRole("link", { name: w.goOn }).first().click();
    await expect(page).toHaveURL(/\/lessons\/costs-and-surplus/);
  });
}

test("a stranger verifies a credential", async ({ page, visit, axe, request }) => {
  await visit("/fr/sign-in?next=/fr/academy/learning");
  await page.locator("#login").fill("apprenante3@demo.taawouniya.ma");
  await page.locator("#password").fill("demo-taawouniya-2026");
  await page.getByRole("main").getByRole("button", { name: "Se connecter" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  const link = await page.locator('a[href*="/academy/credentials/"]').first().getAttribute("href");
  expect(link).not.toBeNull();
  await page.context().clearCookies();
  await visit(link ?? "");
  await expect(page.getByText("Attestation valable")).toBeVisible();
  await expect(page.getByText("Hayat Benjelloun (démo)")).toBeVisible();
  await expect(page.locator("svg.qr")).toBeVisible();
  await axe();
  const badge = await request.get(`/api/v1/credentials/${link?.split("/").pop()}`);
  expect((await badge.json()).type).toContain("OpenBadgeCredential");
});

test("a visitor is asked to sign in before a lesson, and comes back to it", async ({ page, visit, pageErrors }) => {
  pageErrors.allow(/status of 40[13]/);
  await visit("/fr/academy/create-a-cooperative/lessons/what-it-is");
  await page.getByRole("main").getByRole("link", { name: "Se connecter" }).click();
  await expect(page).toHaveURL(/sign-in\?next=/);
});

test("what one device does moves the ring on another", async ({ browser, page, visit, scripts }, info) => {
  test.skip(!scripts, "live events need scripts");
  const who = `live-${info.project.name}-${Date.now()}`;
  await register(page, visit, "fr", who);
  await visit("/fr/academy/sell-online");
  await page.getByRole("button", { name: "S’inscrire et commencer" }).click();
  await expect(page).toHaveURL(/lessons\/photos-and-words/);
  const other = await browser.newContext({ storageState: await page.context().storageState() });
  const phone = await other.newPage();
  await phone.goto(new URL("/fr/academy/sell-online/lessons/photos-and-words", page.url()).href, { waitUntil: "load" });
  await page.waitForLoadState("load");
  await phone.getByRole("button", { name: "J’ai fini cette leçon" }).click();
  await expect(page.locator('[data-ring="sell-online/photos-and-words"] b')).toHaveText("100", { timeout: 5_000 });
  await other.close();
});
