// Builds public/icons.svg, one sprite of the Phosphor icons (regular weight) the screens use.
// Usage: node scripts/assets/icons.mjs [folder of @phosphor-icons/core]
// Each symbol's id is the icon's own name; colour comes from the text around it.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NAMES = `
storefront plant graduation-cap house magnifying-glass shopping-cart basket user user-circle
users-three globe translate list x check check-circle warning warning-circle info
caret-down caret-up caret-left caret-right arrow-left arrow-right arrow-clockwise plus minus trash
package truck map-pin phone envelope lock key sign-in sign-out certificate seal-check leaf star heart
funnel sort-ascending image camera upload pencil-simple clock calendar credit-card bank money
hand-coins device-mobile desktop wifi-slash copy printer eye chart-bar bell gear
`.trim().split(/\s+/);

const here = dirname(fileURLToPath(import.meta.url));
const source = process.argv[2] ?? join(here, "../../node_modules/@phosphor-icons/core");
const target = join(here, "../../public");

const symbols = NAMES.map((name) => {
  const svg = readFileSync(join(source, "assets/regular", `${name}.svg`), "utf8");
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
  return `<symbol id="${name}" viewBox="0 0 256 256">${inner}</symbol>`;
});
const sprite = `<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">\n${symbols.join("\n")}\n</svg>\n`;
writeFileSync(join(target, "icons.svg"), sprite);

const licence = readFileSync(join(source, "LICENSE"), "utf8");
writeFileSync(
  join(target, "icons.LICENSE"),
  `icons.svg holds icons of Phosphor Icons (the package @phosphor-icons/core, regular weight).\n\n${licence}`,
);
console.log(`${NAMES.length} icons, ${Buffer.byteLength(sprite)} bytes`);
