/* Bundle the editor, and gather the licences of what it contains. */

import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";

import { build } from "esbuild";
import { minify } from "terser";

// What the bundle was made of: a test compares it with what is there.
const written = (await readdir("src", { recursive: true })).filter((name) => name.endsWith(".js"));
const sources = ["build.js", "package-lock.json", ...written.map((name) => `src/${name}`)].sort();
const hash = createHash("sha256");
for (const source of sources) hash.update(await readFile(source));

const BANNER = `/*!
 * The rich-text editor of the brestnet writing desk. Built from editor/: change it there.
 * Contains ProseMirror and the small libraries it needs (MIT): see editor.LICENSES.txt.
 * Sources: sha256 ${hash.digest("hex")}
 */`;

const metafile = await bundle("src/main.js", "../editor.js", BANNER);
// What keeps the words loads on every page of the workshop, the editor on one.
await bundle("src/saving/main.js", "../saving.js", "/*! Saving, at the brestnet desk. Built from editor/src/saving/: change it there. */");

async function bundle(from, to, preamble) {
  const { metafile, outputFiles: [made] } = await build({
    entryPoints: [from],
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2020"],
    charset: "utf8",
    legalComments: "none",
    metafile: true,
  });
  // A second pass: a fortieth less to fetch on a slow line.
  const { code } = await minify(made.text, {
    module: true,
    ecma: 2020,
    compress: { passes: 3 },
    format: { preamble },
  });
  await writeFile(to, `${code}\n`);
  return metafile;
}

const names = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) names.add(found[1]);
}

const texts = await Promise.all([...names].sort().map(async (name) => {
  const { version } = JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8"));
  const licence = await readFile(`node_modules/${name}/LICENSE`, "utf8");
  return `${name} ${version}\n\n${licence.trim()}\n`;
}));
const head = "editor.js contains these libraries, each under the licence given below its name.\n";
await writeFile("../editor.LICENSES.txt", [head, ...texts].join(`\n${"-".repeat(72)}\n\n`));
