// A request for quotes from a listing's category: two cooperatives answer, one is countered, and
// the buyer takes a part of each, which is one order with its export papers.
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";
import { pdf } from "../fixtures/files";

const password = "demo-taawouniya-2026";

async function signIn(page: Page, visit: (path: string) => Promise<void>, login: string, secret = password) {
  await page.context().clearCookies();
  await visit("/fr/sign-in");
  await page.locator("#login").fill(login);
  await page.locator("#password").fill(secret);
  await page.getByRole("main").getByRole("button", { name: "Se connecter" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
  await page.waitForLoadState("networkidle");
}

/** Opens the request on the desk and offers `packs` of the first size that fits. */
async function offer(page: Page, visit: (path: string) => Promise<void>, request: string, packs: string, price: string) {
  await visit("/fr/desk/quotes");
  await page.locator(`a[href="/fr/desk/quotes/${request}"]`).click();
  await page.locator('select[name^="variant["]').selectOption({ index: 1 });
  await page.locator('input[name^="quantity["]').fill(packs);
  await page.locator('input[name^="price["]').fill(price);
  await page.locator("#prepare_days").fill("5");
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  await page.locator("#expires").fill(day);
  await page.getByRole("button", { name: "Envoyer l’offre" }).click();
  await expect(page.getByText("Offre faite").first()).toBeVisible();
}

test("a listing and the catalogue lead to the form, which says what is wrong", async ({ page, visit, axe, pageErrors }) => {
  pageErrors.allow(/status of 422/);
  await signIn(page, visit, "acheteuse@demo.taawouniya.ma");
  await visit("/fr/market/culinary-argan-oil");
  await page.getByRole("link", { name: "Demander un devis (gros, export)" }).click();
  await expect(page).toHaveURL(/quotes\/new\?listing=culinary-argan-oil/);
  await expect(page.getByRole("heading", { level: 1, name: "Demander un devis" })).toBeVisible();
  await expect(page.locator('#sellers input[type="checkbox"]:checked')).toHaveCount(1);
  await page.locator("#transport").selectOption("air");
  await page.locator("#incoterm").selectOption("FOB");
  await page.locator("#place").fill("Casablanca");
  await page.getByRole("button", { name: "Envoyer la demande" }).click();
  await expect(page.locator("#incoterm-error")).toBeVisible();
  await expect(page.locator("#place")).toHaveValue("Casablanca");
  await axe();
  await visit("/fr/quotes/new");
  await page.locator("#category").selectOption("oils");
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(page.locator("#description")).toBeVisible();
  await axe();
});

test("two cooperatives answer one request, and the allocation is one order", async ({ page, visit, axe }) => {
  test.slow();
  await signIn(page, visit, "acheteuse@demo.taawouniya.ma");
  await visit("/fr/quotes/new?category=oils");
  await page.locator("#description").fill("Huile pour une épicerie");
  await page.locator("#amount").fill("10");
  await page.locator("#unit").selectOption("l");
  const sellers = page.locator('#sellers input[type="checkbox"]');
  await sellers.nth(0).check();
  await sellers.nth(1).check();
  await page.locator("#country").selectOption("FR");
  await page.locator("#transport").selectOption("sea");
  await page.locator("#incoterm").selectOption("CIF");
  await page.locator("#place").fill("Marseille");
  await page.getByRole("button", { name: "Envoyer la demande" }).click();
  await expect(page).toHaveURL(/\/fr\/quotes\/\d+$/);
  const request = new URL(page.url()).pathname.split("/").pop() ?? "";
  await axe();
  const names = await page.locator("article.order h3 a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(names).toHaveLength(2);

  // The first two that sell oil are those of the demo's first and eighth managers.
  for (const [manager, price] of [["manager01", "310"], ["manager08", "95,50"]]) {
    await signIn(page, visit, `${manager}@demo.taawouniya.ma`);
    await offer(page, visit, request, "1", price);
    await axe();
  }

  await signIn(page, visit, "acheteuse@demo.taawouniya.ma");
  await visit(`/fr/quotes/${request}`);
  await expect(page.locator('article.order[data-state="placed"]')).toHaveCount(2);
  // The second is asked for less, and stays out of reach until its cooperative answers.
  const second = page.locator("article.order").nth(1);
  await second.getByText("Proposer autre chose").click();
  await second.locator('input[name^="price["]').fill("90");
  await second.getByRole("button", { name: "Envoyer la contre-offre" }).click();
  await expect(page.getByText("Contre-offre de l’acheteur").first()).toBeVisible();
  await expect(page.locator('input[name^="take["]')).toHaveCount(1);
  await axe();

  await page.locator("#name").fill("Salma Bennis");
  await page.locator("#phone").fill("+33612345678");
  await page.locator("#postcode").fill("13002");
  await page.locator("#city").fill("Marseille");
  await page.locator("#street").fill("3, quai du Port");
  await page.getByRole("button", { name: "Accepter et commander" }).click();
  await expect(page).toHaveURL(/\/fr\/orders\/[0-9a-f]+/);
  await axe();

  await visit(`/fr/quotes/${request}`);
  await expect(page.getByText("Acceptée", { exact: true })).toBeVisible();
  await expect(page.locator('a[href*="/commercial-invoice/fr"]')).toHaveCount(1);
  const paper = await page.locator('a[href*="/packing-list/ar"]').getAttribute("href");
  const answer = await page.request.get(paper ?? "");
  expect(answer.headers()["content-type"]).toBe("application/pdf");
  await axe();

  // It went abroad without tax: its seller enters the customs' declaration.
  const order = paper?.split("/")[3];
  await signIn(page, visit, "manager01@demo.taawouniya.ma");
  await visit(`/fr/desk/orders/${order}`);
  await page.waitForLoadState("networkidle");
  await page.locator("#declaration").fill("DUM 2026-17");
  await page.locator("#declared").fill(new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10));
  await page.locator("#file").setInputFiles(pdf);
  await page.getByRole("button", { name: "Enregistrer la preuve" }).click();
  await expect(page.getByText("Déclaration DUM 2026-17")).toBeVisible();
  await axe();
});

test("the administration finds the rates of tax and commission, and is told what is wrong with a new one", async ({ page, visit, axe, pageErrors }) => {
  pageErrors.allow(/status of 422/);
  await signIn(page, visit, "admin@demo.taawouniya.ma");
  await visit("/fr/office");
  await page.getByRole("link", { name: /TVA et commission/ }).click();
  await expect(page.getByRole("heading", { level: 2, name: "TVA à l’export" })).toBeVisible();
  await expect(page.getByText("Code général des impôts, article 98")).toBeVisible();
  await axe();
  await page.waitForLoadState("networkidle");
  await page.locator("#kind").selectOption("commission");
  await page.locator("#percent").fill("31");
  await page.locator("#source").fill("Conditions de vente");
  await page.getByRole("button", { name: "Ajouter" }).click();
  await expect(page.locator("#percent-error")).toBeVisible();
  await expect(page.locator("#source")).toHaveValue("Conditions de vente");
  await axe();
});

test("the desk and the buyer find their requests in their menus", async ({ page, visit, axe }) => {
  await signIn(page, visit, "acheteuse@demo.taawouniya.ma");
  await visit("/fr/account");
  await page.getByRole("link", { name: /Mes devis/ }).click();
  await expect(page.locator("article.order").first()).toBeVisible();
  await axe();
  await signIn(page, visit, "manager01@demo.taawouniya.ma");
  await visit("/fr/desk");
  await page.getByRole("navigation").getByRole("link", { name: "Devis" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Devis" })).toBeVisible();
  await axe();
});
