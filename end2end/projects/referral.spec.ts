// A social worker refers a person: she agrees on her own page, the advisor takes the case, and she
// takes her consent back, which erases it.
import { signIn } from "../fixtures/people";
import { expect, test } from "../fixtures/test";

test("a person is referred with consent, and taking it back erases", async ({ page, visit, axe }) => {
  test.slow();
  const name = `Aïcha ${Date.now()}`;
  await signIn(page, visit, "assistante");
  await visit("/fr/account");
  await page.getByRole("link", { name: /Personnes accompagnées/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Accompagnement" })).toBeVisible();
  await axe();
  await page.waitForLoadState("networkidle");
  await page.locator("#name").fill(name);
  await page.locator("#province").selectOption("09.001");
  await page.locator("#wishes").fill(`Apprendre le tissage (${name})`);
  await page.getByLabel("Garde d’enfants").check();
  await page.locator("#situation").fill("Une note pour le suivi.");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page).toHaveURL(/\/projects\/referrals\/\d+$/);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const own = page.url();
  await axe();

  const link = await page.getByRole("link", { name: "Ouvrir la page de la personne" }).getAttribute("href");
  expect(link).toMatch(/\/fr\/projects\/consent\/[0-9a-f]{64}$/);
  await page.context().clearCookies();
  await visit(link ?? "");
  await expect(page.getByText("Ilham Naciri (démo) vous propose")).toBeVisible();
  await axe();
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Je suis d’accord" }).click();
  await expect(page.getByText("L’accord est donné.")).toBeVisible();

  await signIn(page, visit, "assistante");
  await page.goto(own);
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Envoyer au conseiller" }).click();
  await expect(page.locator(".state", { hasText: "Envoyé au conseiller" })).toBeVisible();

  await signIn(page, visit, "conseillere.sud");
  await visit("/fr/office");
  await page.getByRole("link", { name: /Accompagnement/ }).click();
  const waiting = page.locator("article", { hasText: `Apprendre le tissage (${name})` });
  await expect(waiting).toHaveAttribute("data-state", "sent");
  await expect(waiting.getByText(name, { exact: true })).toHaveCount(0);
  await axe();
  await page.waitForLoadState("networkidle");
  await waiting.getByRole("button", { name: "Accompagner" }).click();
  await expect(waiting).toHaveAttribute("data-state", "accepted");
  await expect(waiting.getByText(name, { exact: true })).toBeVisible();

  await page.context().clearCookies();
  await visit(link ?? "");
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Retirer l’accord et tout effacer" }).click();
  await expect(page.getByText("L’accord est retiré.")).toBeVisible();
  await expect(page.getByText(name)).toHaveCount(0);
  await axe();
});
