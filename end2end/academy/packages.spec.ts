// A trainer brings a question in as QTI 3 after seeing what becomes of it, drags it to another
// place, and takes the whole course out and in again.
import { beginCourse } from "../fixtures/teaching";
import { expect, test } from "../fixtures/test";

const item = (name: string, inside: string) => `<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="${name}" title="${name}" xml:lang="fr">
<qti-response-declaration identifier="R" cardinality="single" base-type="string"><qti-correct-response><qti-value>argan</qti-value></qti-correct-response></qti-response-declaration>
<qti-item-body>${inside}</qti-item-body></qti-assessment-item>`;

const entry = '<p><qti-text-entry-interaction response-identifier="R"/></p>';

test("questions and a course come in as files", async ({ page, visit, axe, scripts }, info) => {
  test.slow();
  const { slug, draft } = await beginCourse(page, visit, info, {
    name: "paquet",
    title: "Paquet",
    summary: "Des fichiers.",
    module: "Avant",
    lesson: { title: "Le quiz", slug: "le-quiz", add: "Ajouter un quiz" },
  });

  for (const name of ["Quel arbre ?", "Quelle huile ?"]) {
    await page.waitForLoadState("networkidle");
    const content = item("q", `<p>${name}</p>${entry}`);
    await page.locator("#file").setInputFiles({ name: "question.xml", mimeType: "text/xml", buffer: Buffer.from(content) });
    await page.getByRole("button", { name: "Vérifier le fichier" }).click();
    await expect(page).toHaveURL(/package=\d+/);
    await page.waitForLoadState("networkidle");
    await page.getByRole("button", { name: "Prendre 1 question" }).click();
    await expect(page.locator("ol li", { hasText: name })).toBeVisible();
  }
  await axe();

  // What cannot be taken says why.
  await page.waitForLoadState("networkidle");
  const essay = item("essai", '<qti-extended-text-interaction response-identifier="R"><qti-prompt>Pourquoi ?</qti-prompt></qti-extended-text-interaction>');
  await page.locator("#file").setInputFiles({ name: "essai.xml", mimeType: "text/xml", buffer: Buffer.from(essay) });
  await page.getByRole("button", { name: "Vérifier le fichier" }).click();
  await expect(page.getByText("qu’une personne doit corriger")).toBeVisible();

  if (scripts) {
    await page.waitForLoadState("networkidle");
    const handle = page.locator("ol li", { hasText: "Quelle huile ?" }).locator("[data-handle]");
    const first = page.locator("ol li", { hasText: "Quel arbre ?" });
    await handle.scrollIntoViewIfNeeded();
    const from = (await handle.boundingBox())!;
    const to = (await first.boundingBox())!;
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + 20, to.y + 2, { steps: 5 });
    await page.mouse.up();
    await expect(page.locator('ol[data-reorder="question"] > li').first()).toContainText("Quelle huile ?");
    await expect(page.locator("[data-reorder-status]")).toContainText("Quelle huile ?");
  }

  await page.goto(draft);
  await page.waitForLoadState("networkidle");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Exporter le cours entier" }).click();
  const archive = await (await download).path();
  await visit("/fr/academy/teaching/drafts");
  await page.waitForLoadState("networkidle");
  await page.locator("#new_slug").fill(`${slug}-b`);
  await page.locator("#file").setInputFiles(archive);
  await page.getByRole("button", { name: "Importer", exact: true }).click();
  await expect(page).toHaveURL(/\/drafts\/\d+$/);
  await expect(page.getByRole("heading", { level: 1, name: `Paquet ${slug}` })).toBeVisible();
});
