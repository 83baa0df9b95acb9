/**
 * `npm run soak`: half an hour, simulated, of someone who follows batches, opens and closes pages, takes files home, looks
 * for ids, signs in with the browser and has a bad network.
 * What it leaves behind is measured: the heap after forced collection, listeners, timers and sockets. Prints a table,
 * and exits with 1 when a limit is not met.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { find } from '../src/core/find';
import { receiveKey } from '../src/core/keyReceiver';
import { createMediaFetcher, type MediaFetcher } from '../src/core/media';
import { detailKey } from '../src/core/store';
import { gather, outputOf } from '../src/core/takeHome/gather';
import { planFiles } from '../src/core/takeHome/plan';
import { saveFiles } from '../src/core/takeHome/saver';
import { compare } from '../src/shared/compare';
import { findMedia, sideOf } from '../src/shared/outputs';
import type { ItemAddress } from '../src/shared/protocol';
import { uuid } from './fakes/builders';
import { busyBatch, busyItemId } from './fakes/busyBatch';
import { joined } from './fakes/dataset';
import { demoContents } from './fakes/demo';
import { batchId, itemId } from './fakes/demoIds';
import { settle } from './faults/row';
import { counts, faults, processListeners, resources } from './fakes/leftovers';
import { pick, randomFrom } from './fakes/seed';
import { simulate, type Simulation } from './fakes/simulation';
import { install } from './vscode/install';
import { exitOnSignals, start } from './vscode/processes';

const second = 1000;
const minute = 60 * second;
const warmUpMinutes = 5;
const soakMinutes = 30;
/** Six requests at once to the API and six to the hosts of files; as many may still be on their way out after a fault. */
const mostSockets = 2 * (6 + 6);
/** A batch of 100 is over after five minutes, and the next one begins. */
const busy = Array.from({ length: 9 }, (_, index) => `live ${index}`);
const anyBusy = (random: () => number): string => `live ${Math.floor(random() * busy.length)}`;

/** An item page, as far as it lives outside the editor: it draws on each change, reads a log, and loads a picture. */
function openPage({ store, access }: Simulation, address: ItemAddress, media: MediaFetcher) {
  const closing = new AbortController();
  const underWay: Promise<unknown>[] = [];
  const draw = () => {
    const detail = store.state.details.get(detailKey(address));
    if (detail) compare({ name: 'a', ...detail }, { name: 'b', ...detail });
    return detail;
  };
  const listening = store.onDidChange(({ details }) => {
    if (details.has(detailKey(address))) draw();
  });
  const read = async () => {
    await access.details.read(address);
    const detail = draw();
    const runId = detail?.run?.id;
    if (runId !== undefined) underWay.push(access.logs.page({ id: runId, isOver: true }, undefined, closing.signal));
    const [found] = detail ? findMedia(sideOf(detail, 'output'), 'output') : [];
    if (found) underWay.push(media.fetch(found.url, closing.signal));
    // A bad network is what this is about; what it says is tested elsewhere.
    await Promise.allSettled(underWay);
  };
  const over = read();
  return {
    address,
    over,
    close: async () => {
      closing.abort();
      listening.dispose();
      await over;
    },
  };
}

type Page = ReturnType<typeof openPage>;

function anyItem(random: () => number): ItemAddress {
  const index = Math.floor(random() * 100);
  if (random() < 0.5) return { batchId: batchId('smartResize'), itemId: itemId('smartResize', index) };
  const name = anyBusy(random);
  return { batchId: uuid(name), itemId: busyItemId(name, index) };
}

/** Fills what is kept on purpose, such as what was read of the last hundred items: that must not count as growth. */
async function fill(simulation: Simulation, { media }: Chance): Promise<void> {
  for (let index = 0; index < 100; index += 5) {
    const some = [0, 1, 2, 3, 4].map((add) => index + add);
    const pages = some.flatMap((at) => [
      openPage(simulation, { batchId: batchId('smartResize'), itemId: itemId('smartResize', at) }, media),
      openPage(simulation, { batchId: uuid('live 0'), itemId: busyItemId('live 0', at) }, media),
    ]);
    const all = Promise.all(pages.map(({ over }) => over));
    await simulation.pass(5 * second);
    await all;
    await Promise.all(pages.map((page) => page.close()));
    simulation.store.pruneDetails([]);
  }
}

/** Takes the files of an item home, into a folder of its own. */
async function takeHome({ access, clock }: Simulation, address: ItemAddress, { media, signal }: Errand): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'runflow-soak-'));
  const reading = { client: access.client, signal, onRead: () => undefined };
  try {
    const { items } = await gather([address], reading);
    await saveFiles({
      files: planFiles(items),
      root,
      fetcher: () => Promise.resolve(media),
      renew: ({ address: of }, stop) => outputOf(of, { ...reading, signal: stop }),
      onConflict: () => Promise.resolve('skip'),
      onProgress: () => undefined,
      now: () => clock.now(),
      signal,
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Signs in with the browser; half of the time nobody comes. */
async function signIn({ clock }: Simulation, comes: boolean, { signal }: Errand): Promise<void> {
  const receiver = await receiveKey({ signal, clock });
  if (comes) {
    for (const path of ['?api_key=rf_live_soak', '/done']) {
      const [answer] = (await once(get(receiver.address + path, { agent: false }), 'response')) as [IncomingMessage];
      await once(answer.resume(), 'close');
    }
  }
  await receiver.received;
  await receiver.closed;
}

interface Errand {
  readonly media: MediaFetcher;
  readonly signal: AbortSignal;
}

/** What a person does once in a while, and gives up at times. Answers whether it came to its end. */
async function errand(simulation: Simulation, random: () => number, options: Errand): Promise<boolean> {
  const [choice, chance, address] = [random(), random(), anyItem(random)];
  const { store, access } = simulation;
  const doing =
    choice < 0.4
      ? takeHome(simulation, address, options)
      : choice < 0.7
        ? signIn(simulation, chance < 0.5, options)
        : find(uuid(`nowhere ${chance}`), () => store.state, access, options);
  // A bad network is what this is about; what it says is tested elsewhere.
  const [{ status }] = await Promise.allSettled([doing]);
  return status === 'fulfilled' && !options.signal.aborted;
}

/** So many minutes of opening, looking, closing, going away and coming back, with faults in between. */
async function live(simulation: Simulation, minutes: number, { random, media }: Chance) {
  const { server, store, access, poller, clock } = simulation;
  const pages: Page[] = [];
  const closed: Promise<void>[] = [];
  const errands: { readonly over: Promise<void>; readonly giveUp: AbortController }[] = [];
  let [opened, begun, ended] = [0, 0, 0];
  server.fault = () => (random() < 0.3 ? pick(faults, random()) : undefined);
  for (const end = clock.now() + minutes * minute; clock.now() < end;) {
    const choice = random();
    if (choice < 0.5 || pages.length === 0) {
      pages.push(openPage(simulation, anyItem(random), media));
      opened += 1;
    }
    if (pages.length > 4 || choice > 0.8) closed.push(...pages.splice(0, 1).map((page) => page.close()));
    if (random() < 0.2) void access.list.items(uuid(anyBusy(random)));
    if (random() < 0.3) {
      const giveUp = new AbortController();
      begun += 1;
      const over = errand(simulation, random, { media, signal: giveUp.signal }).then((isDone) => {
        if (isDone) ended += 1;
      });
      errands.push({ giveUp, over });
    }
    if (errands.length > 2) {
      const [first] = errands.splice(0, 1);
      first?.giveUp.abort();
      if (first) closed.push(first.over);
    }
    simulation.attention = {
      viewVisible: random() < 0.9,
      windowFocused: random() < 0.9,
      pages: pages.map(({ address }) => address),
      batches: random() < 0.2 ? [uuid(anyBusy(random))] : [],
    };
    store.pruneDetails(simulation.attention.pages);
    store.pruneContents(simulation.attention.batches ?? []);
    poller.poke();
    await simulation.pass((5 + 20 * random()) * second);
  }
  // Everything is closed and well again, and nothing is under way any more.
  server.fault = undefined;
  for (const { giveUp } of errands) giveUp.abort();
  const all = Promise.all([...closed, ...errands.map(({ over }) => over), ...pages.map((page) => page.close())]);
  simulation.attention = { viewVisible: true, windowFocused: true, pages: [] };
  poller.poke();
  await simulation.pass(2 * minute);
  await all;
  return { opened, begun, ended };
}

interface Chance {
  readonly random: () => number;
  readonly media: MediaFetcher;
}

/** In MB, once all that can be collected is collected; what the server and the clock noted down is not ours. */
async function heapOf({ server, clock }: Simulation, collect: () => void): Promise<number> {
  server.requests.length = 0;
  clock.waits.length = 0;
  for (let time = 0; time < 5; time++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().heapUsed / 2 ** 20;
}

interface Line {
  readonly what: string;
  readonly before: number;
  readonly after: number;
  readonly most: number;
}

async function soak(seed: string): Promise<readonly Line[]> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await settle();
  const idle = { ...resources(), listeners: processListeners() };
  const random = randomFrom(`soak ${seed}`);
  const simulation = await simulate({
    seed,
    holds: (begin) =>
      joined([...busy.map((name, index) => busyBatch(name, begin + index * 5 * minute)), demoContents(begin, 1)]),
    transport: { headersTimeoutMs: 40, bodyTimeoutMs: 40 },
  });
  const media = createMediaFetcher({ allowLoopback: true, idleTimeoutMs: 40, clock: simulation.clock });
  const chance = { random, media };
  const count = counts(simulation);
  const lines: Line[] = [];
  try {
    await fill(simulation, chance);
    await live(simulation, warmUpMinutes, chance);
    const before = { heap: await heapOf(simulation, collect), ...count() };
    const { opened, begun, ended } = await live(simulation, soakMinutes, chance);
    const asked = simulation.server.requests.length;
    const after = { heap: await heapOf(simulation, collect), ...count() };
    const errands = `${begun} savings, sign-ins and searches begun and ${ended} not given up or refused`;
    console.log(`${soakMinutes} simulated minutes: ${opened} pages opened and closed, ${errands}, ${asked} requests.`);
    lines.push({ what: 'heap after collection, MB', before: before.heap, after: after.heap, most: before.heap * 1.1 });
    const { tooManySockets, ...others } = count();
    lines.push({
      what: 'sockets, while it runs',
      before: before.tooManySockets + 6,
      after: tooManySockets + 6,
      most: mostSockets,
    });
    for (const what of Object.keys(others) as (keyof typeof others)[]) {
      lines.push({ what: `${what}, while it runs`, before: before[what], after: after[what], most: before[what] });
    }
  } finally {
    await media.close();
    await simulation.close();
  }
  await settle();
  const rest: Readonly<Record<string, number>> = { ...resources(), listeners: processListeners() };
  const known: Readonly<Record<string, number>> = idle;
  for (const what of new Set([...Object.keys(known), ...Object.keys(rest)])) {
    const [before, after] = [known[what] ?? 0, rest[what] ?? 0];
    lines.push({ what: `${what}, when it is over`, before, after, most: before });
  }
  return lines;
}

function table(lines: readonly Line[]): string {
  const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));
  const rows = lines.map((line) => {
    const { what, before, after, most } = line;
    return [what, shown(before), shown(after), shown(most), isMet(line) ? 'ok' : 'NOT MET'];
  });
  const all = [['', 'before', 'after', 'at most', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return all.map((row) => row.map(cell).join('  ')).join('\n');
}

const isMet = ({ after, most }: Line): boolean => after <= most;

/** Runs itself again in the Node that the extension host has, whatever runs npm. */
async function main(): Promise<number> {
  exitOnSignals();
  const [seed] = process.argv.slice(2).filter((word) => word !== '--here');
  if (!process.argv.includes('--here')) {
    const { node } = await install();
    const args = ['--enable-source-maps', __filename, '--here', seed ?? 'half an hour'];
    return start(node, args, { stdio: 'inherit' }).exited;
  }
  const lines = await soak(seed ?? '');
  console.log(table(lines));
  return lines.every(isMet) ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
