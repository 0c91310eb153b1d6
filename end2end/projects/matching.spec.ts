// From what someone knows to a project and a team: reasons, what is missing with its course, and an
// invitation through the platform.
import { signIn } from "../fixtures/people";
import { expect, test } from "../fixtures/test";

test("someone says what they know and sees why projects suit them", async ({ page, visit, axe, pageErrors }, info) => {
  pageErrors.allow(/status of 422/);
  const login = `profil-${info.project.name.replace(/[^a-z]/gi, "").toLowerCase()}-${Date.now()}@exemple.ma`;
  await visit("/fr/register");
  await page.locator("#name").fill("Malika Essai");
  await page.locator("#login").fill(login);
  await page.locator("#password").fill("trois mots sans lien");
  await page.getByRole("main").getByRole("checkbox").check();
  await page.getByRole("main").getByRole("button", { name: "Créer un compte" }).click();
  await expect(page).toHaveURL(/sign-in/);
  await page.locator("#login").fill(login);
  await page.locator("#password").fill("trois mots sans lien");
  await page.getByRole("main").getByRole("button", { name: "Se connecter" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  await visit("/fr/projects/for-me");
  await expect(page.getByRole("heading", { name: "Dites ce que vous savez faire" })).toBeVisible();
  await axe();
  await page.getByRole("link", { name: "Remplir mon profil" }).click();
  await axe();

  // Without a skill the form says so, and what was chosen is kept.
  await page.getByLabel("darija").check();
  await page.getByLabel("quelques jours par semaine").check();
  await page.getByLabel("J'habite la province de").selectOption("09.001");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("darija")).toBeChecked();
  await expect(page.getByLabel("J'accepte qu'une équipe me trouve")).not.toBeChecked();
  await page.getByLabel("apiculture").check();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("Vous connaissez : apiculture").first()).toBeVisible();
  const course = page.getByRole("link", { name: "Un cours l'enseigne : Tenir les comptes" }).first();
  await expect(course).toHaveAttribute("href", /\/fr\/academy\/keep-the-accounts$/);
  await axe();
});

test("a founder sees what the team lacks and who agreed to be found", async ({ page, visit, axe }) => {
  await signIn(page, visit, "porteuse2", "/fr/projects/teams");
  await page.getByRole("link", { name: "Safran du Siroua", exact: true }).click();
  await page.getByRole("link", { name: "Ce qui manque à l'équipe" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ce qui manque à l'équipe" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Des personnes qui le savent" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("@");
  await axe();
});
