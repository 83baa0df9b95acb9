/** What the extension costs whoever opens the editor: measured by VS Code itself, each time in a fresh one. */
import { startRunflow } from '../fakes/runflow';
import { openWorkbench } from '../workbench/workbench';
import type { Figure } from './figure';
import { atRest } from '../atRest';
import { makeProbe, marksIn, probeCommand, probeId, type Mark } from './probe';

const hosts = 7;
const id = 'runflow-tools.runflow-batches';

/** What the extension is started by: a command, or the icon of the view, which the editor draws at the same time. */
type Cause = 'command' | 'icon';

interface Start {
  readonly loadMs: number;
  readonly activateMs: number;
  /** What an extension of ten lines costs here and now, started by a command: how busy the machine is. */
  readonly ten: { readonly loadMs: number; readonly activateMs: number };
  /** From the click on the view's icon to the first rows, with all that is read on the way. */
  readonly rowsMs: number;
  /** What the server was asked before anything of ours was used. */
  readonly requests: number;
}

export async function startup(vsix: string): Promise<Figure[]> {
  const probe = makeProbe();
  const starts: Record<Cause, Start[]> = { command: [], icon: [] };
  try {
    for (let host = 0; host < hosts; host++) {
      for (const cause of ['command', 'icon'] as const) starts[cause].push(await start(vsix, probe.folder, cause));
    }
  } finally {
    probe.remove();
  }
  const each = (cause: Cause, value: (start: Start) => number): readonly number[] => starts[cause].map(value);
  const requests = [...starts.command, ...starts.icon].map((start) => start.requests);
  return [
    { name: 'Loading the entry module', unit: 'ms', values: each('command', ({ loadMs }) => loadMs), limit: 8 },
    { name: '… of an extension of ten lines', unit: 'ms', values: each('command', ({ ten }) => ten.loadMs) },
    { name: 'activate()', unit: 'ms', values: each('command', ({ activateMs }) => activateMs), limit: 6 },
    { name: '… of an extension of ten lines', unit: 'ms', values: each('command', ({ ten }) => ten.activateMs) },
    { name: '… while the editor draws the view', unit: 'ms', values: each('icon', ({ activateMs }) => activateMs) },
    { name: 'From the click on the icon to the first rows', unit: 'ms', values: each('icon', ({ rowsMs }) => rowsMs) },
    { name: 'Before the view or a command is used', unit: 'requests', values: [Math.max(...requests)], limit: 0 },
  ];
}

function timeIn(marks: readonly Mark[], name: string): number {
  return marks.find((mark) => mark.name === `code/extHost/${name}`)?.startTime ?? Number.NaN;
}

async function start(vsix: string, probe: string, cause: Cause): Promise<Start> {
  const runflow = await startRunflow();
  const env = { RUNFLOW_API_URL: runflow.origin, RUNFLOW_API_KEY: runflow.key };
  const code = await openWorkbench({ vsix, extensionPath: probe, env });
  try {
    const requests = runflow.requests.length;
    await atRest();
    if (cause === 'command') {
      await code.runCommand('Runflow: Show Log');
      await code.page.locator('.part.panel').getByRole('combobox').first().waitFor();
    }
    const clicked = performance.now();
    await code.openContainer('Runflow');
    await code.treeRow('smart-resize').waitFor();
    const rowsMs = performance.now() - clicked;
    await code.runCommand(probeCommand);
    const marks = marksIn(await code.waitForNotification('marks'));
    const between = (did: string, will: string): number => timeIn(marks, did) - timeIn(marks, will);
    const costs = (extension: string) => ({
      loadMs: between(`didLoadExtensionCode/${extension}`, `willLoadExtensionCode/${extension}`),
      activateMs: between(`didActivateExtension/${extension}`, `willActivateExtension/${extension}`),
    });
    return { ...costs(id), ten: costs(probeId), rowsMs, requests };
  } finally {
    await code.close();
    await runflow.close();
  }
}
