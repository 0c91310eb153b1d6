// A session that ends while someone writes loses nothing of what was written.
import { expect, test } from "../fixtures/test";

test("an ended session asks to sign in and gives the form back", async ({ page, visit, pageErrors, axe }) => {
  pageErrors.allow(/status of 401/);
  const signIn = async () => {
    await page.locator("#login").fill("acheteuse@demo.taawouniya.ma");
    await page.locator("#password").fill("demo-taawouniya-2026");
    await page.getByRole("main").getByRole("button", { name: "Se connecter" }).click();
  };
  await visit("/fr/sign-in?next=/fr/account/profile");
  await signIn();
  await expect(page).toHaveURL(/\/fr\/account\/profile$/);
  await page.waitForLoadState("networkidle");
  await axe();
  await page.locator("#name").fill("Un autre nom");
  await page.context().clearCookies({ name: "session" });
  await page.locator("main form").first().getByRole("button").click();
  await page.getByRole("main").getByRole("link", { name: "Se connecter" }).click();
  await expect(page).toHaveURL(/sign-in\?next=/);
  await page.waitForLoadState("networkidle");
  await signIn();
  await expect(page).toHaveURL(/\/fr\/account\/profile/);
  await expect(page.locator("#name")).toHaveValue("Un autre nom");
});
