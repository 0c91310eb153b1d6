// A buyer pledges before there is a cooperative; the team it is meant for reads by whom.
import { signIn } from "../fixtures/people";
import { expect, test } from "../fixtures/test";

test("a pledge is read by name by the team, and its buyer may confirm it", async ({ page, visit, axe }) => {
  await signIn(page, visit, "acheteuse", "/fr/projects/teams/pledge?sheet=beekeeping");
  await page.locator("#buyer").fill("Hôtel des Amandiers");
  await page.locator("#volume").fill("120");
  await page.locator("#province").selectOption("09.001");
  await page.getByRole("button", { name: "Promettre", exact: true }).click();
  await expect(page.getByText(/Vous avez promis/)).toBeVisible();
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Je confirme toujours" }).click();
  await expect(page.getByText(/confirmé le/)).toBeVisible();
  await axe();

  await signIn(page, visit, "equipiere3", "/fr/projects/teams");
  await page.getByRole("link", { name: "Miel d'Imouzzer", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Promesses d'achat" })).toBeVisible();
  await expect(page.getByText("Hôtel des Amandiers")).toBeVisible();
  await axe();
});
