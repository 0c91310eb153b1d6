// From a sheet to a dossier: someone starts a project, others join by the link, and an advisor
// reads what waits for them.
import { signIn } from "../fixtures/people";
import { expect, test } from "../fixtures/test";

test("a team forms from a sheet and prepares its dossier", async ({ page, visit, axe, pageErrors }, info) => {
  pageErrors.allow(/status of 422/);
  const name = `Miel ${info.project.name.replace(/[^a-z]/gi, " ")}`;
  await signIn(page, visit, "porteuse1", "/fr/projects/beekeeping");
  await page.getByRole("link", { name: "Démarrer ce projet" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Démarrer ce projet" })).toBeVisible();
  await axe();

  // Too few seats for the law: the message stands beside the field, and the name is kept.
  await page.getByLabel("Nom de l'équipe").fill(name);
  await page.getByLabel("Nombre de places").fill("4");
  await page.getByRole("button", { name: "Démarrer", exact: true }).click();
  await expect(page.locator("#seats-error")).toBeVisible();
  await expect(page.getByLabel("Nom de l'équipe")).toHaveValue(name);
  await page.getByLabel("Nombre de places").fill("5");
  await page.getByRole("button", { name: "Démarrer", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const team = new URL(page.url()).pathname;
  await axe();

  await page.getByLabel("Quoi ?").fill("Demander deux devis");
  await page.getByRole("button", { name: "Ajouter" }).click();
  await expect(page.getByRole("button", { name: "C'est fait : Demander deux devis" })).toBeVisible();

  await page.getByRole("button", { name: "Créer le lien" }).click();
  const link = await page.locator(".quoted bdi").textContent();
  expect(link).toContain("/projects/teams/join?invitation=");

  // Another joins.
  const join = new URL(link ?? "").pathname + new URL(link ?? "").search;
  await signIn(page, visit, "equipier2", "/fr/projects/teams");
  await visit(join);
  await axe();
  await page.getByRole("button", { name: "Rejoindre l'équipe" }).click();
  await expect(page.getByText("2 membres sur 5 demandés par la loi")).toBeVisible();

  // They write a page of the dossier, and nothing is lost.
  await visit(`${team}/dossier`);
  await page.getByRole("button", { name: "Préparer le dossier" }).click();
  await page.getByRole("link", { name: "Les acheteurs" }).click();
  await page.getByLabel("Votre réponse").fill("Court");
  await page.getByRole("button", { name: "Enregistrer et continuer" }).click();
  await expect(page.locator("#answer-error")).toBeVisible();
  await expect(page.getByLabel("Votre réponse")).toHaveValue("Court");
  await page.getByLabel("Votre réponse").fill("Deux épiceries d'Agadir prennent quatre cents kilos par an.");
  await page.getByRole("button", { name: "Enregistrer et continuer" }).click();
  await expect(page.getByText("Page 1 sur 6")).toBeVisible();
  await visit(`${team}/dossier`);
  await expect(page.getByText("1 sur 6")).toBeVisible();
  await axe();
});

test("an applicant sees where the dossier stands", async ({ page, visit, axe }) => {
  await signIn(page, visit, "equipiere3", "/fr/projects/teams");
  await page.getByRole("link", { name: "Miel d'Imouzzer", exact: true }).click();
  await page.getByRole("link", { name: "Ouvrir le dossier" }).click();
  await expect(page.getByText("Deux conseillers le lisent et le notent, chacun de son côté.")).toBeVisible();
  await axe();
});

test("an advisor finds the dossier and a stranger does not", async ({ page, visit, axe, pageErrors }) => {
  pageErrors.allow(/status of 4\d\d/);
  await signIn(page, visit, "conseillere.sud", "/fr/office");
  await expect(page.getByRole("heading", { name: "Dossiers de projets" })).toBeVisible();
  await visit("/fr/office/dossiers/1");
  await expect(page.getByRole("heading", { name: "Ce que dit l'équipe" })).toBeVisible();
  await axe();
  await signIn(page, visit, "acheteuse", "/fr/projects/teams");
  await visit("/fr/projects/teams/1/dossier");
  await expect(page.getByRole("heading", { name: "Ce que dit l'équipe" })).toHaveCount(0);
});
