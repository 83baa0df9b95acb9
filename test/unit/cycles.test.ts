import { strict as assert } from 'node:assert';
import { build } from 'esbuild';
import { projectRoot } from '../root';

/** What each module imports at run time, as the bundler sees it; `import type` leaves no trace. */
async function importsOf(entry: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    absWorkingDir: projectRoot(),
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  });
  const inputs = Object.entries(metafile.inputs);
  return new Map(inputs.map(([path, { imports }]) => [path, imports.map((imported) => imported.path)]));
}

/** The first circle of imports there is, as the way round it. */
function findCycle(imports: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (path: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of imports.get(path) ?? []) {
      const cycle = walk(next, [...way, path]);
      if (cycle) return cycle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of imports.keys()) {
    const cycle = walk(path, []);
    if (cycle) return cycle;
  }
  return undefined;
}

describe('imports', () => {
  for (const entry of ['src/extension.ts', 'src/core/transport.ts', 'media/item/main.ts']) {
    it(`of ${entry} never go round`, async () => {
      const imports = await importsOf(entry);
      assert.ok(imports.size > 3, 'the bundler found modules');
      assert.equal(findCycle(imports)?.join(' → '), undefined);
    });
  }

  it('that go round would be found', () => {
    const cycle = findCycle(
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['b']],
      ]),
    );
    assert.deepEqual(cycle, ['b', 'c', 'b']);
  });
});
