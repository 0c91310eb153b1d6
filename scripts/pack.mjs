// Packs the split code: one file a page instead of a hundred. The splitter puts what several pages
// share into a chunk for each set of pages, most of them of a few hundred bytes: requests and
// headers cost more than the code, and small files compress badly. Here each page's chunks become
// one file, but for those that most pages need, which become files of their own; the splitter's
// loader is written anew to take them apart.
import { createHash } from "node:crypto";
import { promises as fs } from "node:fs";
import path from "node:path";

/** The page that most visits begin with: what it needs is common to all. */
const FIRST = "home_page";

const folder = path.join(process.argv[2], "pkg");
const names = await fs.readdir(folder);
const newest = async (pattern) => {
  const found = names.filter((name) => pattern.test(name));
  const times = await Promise.all(found.map((name) => fs.stat(path.join(folder, name)).then((s) => s.mtimeMs)));
  return found[times.indexOf(Math.max(...times))];
};
const loaderName = await newest(/^__wasm_split(\.[\w-]+)?\.js$/);
const loader = await fs.readFile(path.join(folder, loaderName), "utf8");
if (loader.includes("function packed(")) process.exit(0);

const head = loader.slice(0, loader.indexOf("function makeLoad("));
const chunks = new Map();
for (const [, id, file] of loader.matchAll(/const (__chunk_\d+) = makeLoad\(\(\) => \{\s*const src = fetch\(new URL\("\.\/([^"]+)"/g)) {
  chunks.set(id, file);
}
const pages = [];
for (const [, name, file, list] of loader.matchAll(
  /export const (__wasm_split_load_\w+) = wrapAsyncCb\(makeLoad\(\(\) => \{\s*const src = fetch\(new URL\("\.\/([^"]+)"[\s\S]*?\}\s*, \[([^\]]*)\]\)\);/g,
)) {
  const needs = list.split(",").map((id) => id.trim()).filter(Boolean);
  const unknown = needs.filter((id) => !chunks.has(id));
  if (unknown.length > 0) throw new Error(`${name} needs ${unknown}, which the loader does not have`);
  pages.push({ name, file, needs });
}
const exported = loader.match(/export const /g)?.length ?? 0;
if (pages.length === 0 || exported !== pages.length) {
  throw new Error(`the loader has ${exported} pages, of which ${pages.length} were understood`);
}

const users = new Map();
for (const { needs } of pages) for (const id of needs) users.set(id, (users.get(id) ?? 0) + 1);
const first = new Set(pages.find(({ name }) => name.includes(`_${FIRST}_`))?.needs);
const shared = [
  { label: "common", has: (id) => first.has(id) },
  { label: "often", has: (id) => !first.has(id) && users.get(id) >= pages.length / 2 },
];
const number = (id) => Number(id.slice("__chunk_".length));

/** Writes the files one after another behind their numbers and lengths, and answers the file's name. */
async function pack(label, parts) {
  const bodies = await Promise.all(parts.map(({ file }) => fs.readFile(path.join(folder, file))));
  const index = Buffer.alloc(4 + 8 * parts.length);
  index.writeUInt32LE(parts.length, 0);
  parts.forEach(({ id }, at) => {
    index.writeInt32LE(id, 4 + 8 * at);
    index.writeUInt32LE(bodies[at].length, 8 + 8 * at);
  });
  const bytes = Buffer.concat([index, ...bodies]);
  const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  const name = `${label}.${hash}.wasm`;
  await fs.writeFile(path.join(folder, name), bytes);
  return { name };
}

const part = (id) => ({ id: number(id), file: chunks.get(id) });
for (const it of shared) {
  Object.assign(it, await pack(it.label, [...chunks.keys()].filter(it.has).map(part)));
}
const written = [];
for (const { name, file, needs } of pages) {
  const label = name.slice("__wasm_split_load_".length).replace(/_\d+$/, "");
  // The page itself last: it is instantiated after all that it needs.
  const own = needs.filter((id) => !shared.some(({ has }) => has(id)));
  const packed = await pack(label, [...own.map(part), { id: -1, file }]);
  const before = shared.filter(({ has }) => needs.some(has)).map((it) => it.label);
  written.push({ ...packed, load: name, label, before });
}

const packed = `${head}// Each module is made once, whichever file it came in.
const made = new Map();
function make(id, bytes) {
    if (id < 0 || !made.has(id)) {
        const module = WebAssembly.instantiate(bytes, getSharedImports());
        if (id < 0) return module;
        made.set(id, module);
        module.catch(() => made.delete(id));
    }
    return made.get(id);
}
async function open(name, before) {
    const [response] = await Promise.all([fetch(new URL("./" + name, import.meta.url)), ...before.map((load) => load())]);
    if (!response.ok) throw new Error(name + ": " + response.status);
    const bytes = await response.arrayBuffer();
    const index = new DataView(bytes);
    const count = index.getUint32(0, true);
    let at = 4 + 8 * count;
    const parts = Array.from({ length: count }, (_, part) => {
        const length = index.getUint32(8 + 8 * part, true);
        return [index.getInt32(4 + 8 * part, true), new Uint8Array(bytes, (at += length) - length, length)];
    });
    await Promise.all(parts.filter(([id]) => id >= 0).map((part) => make(...part)));
    for (const part of parts) if (part[0] < 0) await make(...part);
}
// What failed may succeed later; what succeeded is not done again.
function packed(name, before) {
    let loading;
    return () => loading ??= open(name, before).catch((error) => {
        loading = undefined;
        throw error;
    });
}
${shared.map((it) => `const ${it.label} = packed("${it.name}", []);`).join("\n")}
${written.map((it) => `export const ${it.load} = wrapAsyncCb(packed("${it.name}", [${it.before}]));`).join("\n")}
`;
await fs.writeFile(path.join(folder, loaderName), packed);
// The manifest says what a page needs: the server announces it in the page's head.
const manifestName = await newest(/^__wasm_split_manifest(\.[\w-]+)?\.json$/);
const nameOf = (wanted) => shared.find(({ label }) => label === wanted).name;
const bare = (name) => name.slice(0, -".wasm".length);
const manifest = written.map(({ load, name, before }) => [
  load.slice("__wasm_split_load_".length),
  [...before.map(nameOf), name].map(bare),
]);
await fs.writeFile(path.join(folder, manifestName), JSON.stringify(Object.fromEntries(manifest)));
for (const file of [...chunks.values(), ...pages.map(({ file }) => file)]) await fs.rm(path.join(folder, file), { force: true });
console.log(`${chunks.size} chunks of ${pages.length} pages in ${written.length + shared.length} files`);
