// One's data belong to oneself: a copy of all, and an account that ends when nothing waits for it.
import { expect, test } from "../fixtures/test";

const PASSWORD = "trois mots sans lien";

test("someone takes a copy of their data and erases the account", async ({ page, visit, axe, pageErrors }, info) => {
  pageErrors.allow(/status of 4(01|22)/);
  const login = `efface-${info.project.name.replaceAll(/\W/g, "")}-${Date.now()}@exemple.ma`;
  const signIn = async () => {
    await page.locator("#login").fill(login);
    await page.locator("#password").fill(PASSWORD);
    await page.getByRole("main").getByRole("button", { name: "Se connecter" }).click();
  };
  await visit("/fr/register");
  await page.locator("#name").fill("Amina Essai");
  await page.locator("#login").fill(login);
  await page.locator("#password").fill(PASSWORD);
  await page.locator("input[name=consent]").check();
  await page.locator("main form button[type=submit]").click();
  await expect(page).toHaveURL(/sign-in\?registered/);
  await signIn();
  await expect(page).toHaveURL(/\/fr\/account$/);
  await visit("/fr/account/data");
  await axe();
  const copy = await page.request.get("/account/data.json");
  expect(copy.headers()["cache-control"]).toContain("no-store");
  expect((await copy.json()).person[0].email).toBe(login);

  const erase = page.getByRole("button", { name: "Effacer mon compte pour toujours" });
  await page.locator("#current").fill("pas celui-là");
  await page.locator("input[name=sure]").check();
  await erase.click();
  await expect(page.locator(".field-error").first()).toBeVisible();
  await page.locator("#current").fill(PASSWORD);
  await page.locator("input[name=sure]").check();
  await erase.click();
  await expect(page).toHaveURL(/sign-in\?erased/);
  await expect(page.getByText("Votre compte est effacé")).toBeVisible();
  expect((await page.request.get("/account/data.json")).status()).toBe(401);
  await signIn();
  await expect(page).toHaveURL(/sign-in/);
  await expect(page.locator("main form")).toBeVisible();
});

test("whose orders are on their way is told what holds the account", async ({ page, visit, axe }) => {
  await visit("/ar/sign-in?next=/ar/account/data");
  await page.locator("#login").fill("acheteuse@demo.taawouniya.ma");
  await page.locator("#password").fill("demo-taawouniya-2026");
  await page.locator("main form button[type=submit]").click();
  await expect(page).toHaveURL(/\/ar\/account\/data$/);
  await expect(page.locator("main a[href='/ar/account/orders']")).toBeVisible();
  await expect(page.locator("#current")).toHaveCount(0);
  await axe();
});
