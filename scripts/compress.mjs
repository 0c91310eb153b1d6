// Writes a .br and a .gz beside every file of the site that compresses; skips what is up to date.
import { promises as fs } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const kinds = new Set([".wasm", ".js", ".css", ".svg", ".json", ".html", ".webmanifest", ".txt"]);

async function* files(folder) {
  for (const entry of await fs.readdir(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* files(full);
    else if (kinds.has(path.extname(entry.name))) yield full;
  }
}

async function compress(file) {
  const { mtimeMs } = await fs.stat(file);
  const fresh = await fs.stat(`${file}.br`).then((s) => s.mtimeMs >= mtimeMs, () => false);
  if (fresh) return;
  const bytes = await fs.readFile(file);
  const quality = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } };
  await fs.writeFile(`${file}.gz`, await gzip(bytes, { level: 9 }));
  await fs.writeFile(`${file}.br`, await brotli(bytes, quality));
}

const root = process.argv[2];
let total = 0;
const waiting = [];
for await (const file of files(root)) {
  waiting.push(compress(file));
  if (waiting.length >= 4) await waiting.shift();
}
await Promise.all(waiting);
for await (const file of files(path.join(root, "pkg"))) {
  const { size } = await fs.stat(`${file}.br`);
  total += size;
  console.log(`${String(size).padStart(8)} bytes brotli  ${path.basename(file)}`);
}
console.log(`${String(total).padStart(8)} bytes brotli  in all`);
