/**
 * Builds the extension: `node esbuild.mjs [--production] [--tests]`.
 *
 * The entry (dist/extension.js) must load in a few milliseconds, so what `import()` names in src/ is a file of its own
 * that is read on first use: what draws the view, undici, all that asks the server, and what only a command needs. Pages are
 * dist/<page>.js and .css. `--tests` also bundles everything runnable under test/ to out/, packages left outside.
 */
import { build, transform } from 'esbuild';
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const production = process.argv.includes('--production');

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
};

const forHost = { ...common, platform: 'node', format: 'cjs', target: 'node22', external: ['vscode'] };

/**
 * esbuild splits ES modules only, and VS Code loads CommonJS faster: it is split as the one, and written as the other.
 * What several files need is in chunks, never twice.
 */
const splitCommonJs = {
  name: 'split-common-js',
  setup({ initialOptions, onEnd }) {
    const split = { format: 'esm', splitting: true, metafile: true, write: false, chunkNames: '[name]-[hash]' };
    Object.assign(initialOptions, split);
    onEnd(async ({ outputFiles, metafile }) => {
      await mkdir('dist', { recursive: true });
      const files = new Map(
        await Promise.all(outputFiles.map(async (file) => [basename(file.path), await toCommonJs(file)])),
      );
      if (production) {
        const start = [...files.keys()].find((name) => name.startsWith('start-'));
        const taken = new Set();
        for (const name of ['extension.js', start]) joinParts(files, metafile.outputs, name, taken);
      }
      await Promise.all([...files].map(([name, code]) => writeFile(join('dist', name), code)));
    });
  },
};

/**
 * What a file needs at once becomes one file with it, as each file more costs the start about half a millisecond. A
 * chunk in there stays where others look for it, as a line that leads there. A function in parentheses is parsed
 * once: V8 takes it for one that is called at once.
 */
function joinParts(files, outputs, first, taken) {
  const needed = new Set();
  const collect = (name) => {
    for (const { path, kind } of outputs[`dist/${name}`].imports) {
      const chunk = basename(path);
      if (kind !== 'import-statement' || !files.has(chunk) || needed.has(chunk) || taken.has(chunk)) continue;
      needed.add(chunk);
      collect(chunk);
    }
  };
  collect(first);
  const parts = [...needed].map(
    (name) => `${JSON.stringify(`./${name}`)}:(function(module,exports,require){${files.get(name)}})`,
  );
  const entry = files.get(first);
  files.set(
    first,
    `"use strict";const parts={${parts.join(',')}},made={};` +
      'const part=(name)=>{if(!Object.hasOwn(parts,name))return require(name);' +
      'if(made[name])return made[name].exports;const m=made[name]={exports:{}};parts[name](m,m.exports,part);return m.exports};' +
      `((require)=>{${entry}})(part);module.exports.part=part;`,
  );
  for (const name of needed) {
    files.set(name, `module.exports=require("./${first}").part("./${name}");`);
    taken.add(name);
  }
}

async function toCommonJs({ path, text }) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: forHost.target,
    minify: production,
    sourcemap: production ? false : 'inline',
    sourcefile: path,
    supported: { 'dynamic-import': false },
    legalComments: 'none',
  });
  return code;
}

/**
 * For `import * as vscode`, esbuild copies the whole API into a new object, property by property, in every module.
 * Asking for it as CommonJS does not, which halves the time the entry takes to load.
 */
const oneVscode = {
  name: 'one-vscode',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, (args) => ({
      contents: readFileSync(args.path, 'utf8').replace(
        /^import \* as vscode from 'vscode';$/m,
        "const vscode = require('vscode');",
      ),
      loader: 'ts',
    }));
  },
};

/** Every page is a folder media/<page>/ with main.ts and main.css. */
const pages = readdirSync('media').filter((name) => existsSync(join('media', name, 'main.ts')));

/** Test files, and the programs that package.json names; all other modules are bundled into these. */
const testEntries = readdirSync('test', { recursive: true })
  .map((name) => join('test', String(name)))
  .filter((name) => !name.includes('node_modules') && /(\.test|\.main)\.ts$/.test(name));

rmSync('dist', { recursive: true, force: true });
await Promise.all([
  build({
    ...forHost,
    entryPoints: { extension: 'src/extension.ts' },
    outdir: 'dist',
    sourcemap: production ? false : 'inline',
    plugins: [oneVscode, splitCommonJs],
  }),
  ...pages.map((page) =>
    build({
      ...common,
      // They stand in the HTML of the page, from where nothing leads to a file beside them; a map inside it would be sent along
      // with each page. Unless for production, they are readable as they are.
      sourcemap: false,
      platform: 'browser',
      format: 'iife',
      target: 'chrome128',
      entryPoints: { [page]: `media/${page}/main.ts`, [`${page}.style`]: `media/${page}/main.css` },
      outdir: 'dist',
    }),
  ),
]);

// Templates of pages are indented for people; in HTML one space says the same, at the edge of a block none does, and a
// plain word needs no quotes.
const quoted = / (class|role|type|scope|tabindex|id|aria-[a-z]+)="([\w-]+)"(?=[ >])/g;
const block = '</?(?:div|section|p|h[1-3]|ul|li|dl|dt|dd)';
const edge = new RegExp(`(?<=[>}]) (?=${block}[ >])|(?<=${block}(?: [^<>$]*)?>) `, 'g');
const leaner = (text) =>
  text
    .replace(/\n {2,}/g, ' ')
    .replace(edge, '')
    .replace(/(["}]) >/g, '$1>')
    .replace(quoted, ' $1=$2');
if (production) {
  for (const page of pages) {
    const script = join('dist', `${page}.js`);
    await writeFile(script, leaner(readFileSync(script, 'utf8')));
  }
}

if (process.argv.includes('--tests')) {
  rmSync('out', { recursive: true, force: true });
  await build({
    ...forHost,
    minify: false,
    target: 'node20',
    packages: 'external',
    entryPoints: testEntries,
    outbase: '.',
    outdir: 'out',
    banner: { js: '#!/usr/bin/env node' },
  });
  for (const entry of testEntries) chmodSync(join('out', entry.replace(/\.ts$/, '.js')), 0o755);
}
