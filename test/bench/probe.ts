/**
 * An extension that tells what VS Code noted down in the extension host, and how much processor time that has taken. The
 * marks of a remote extension host do not reach the page.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const probeId = 'runflow-tools.probe';
export const probeCommand = 'Probe: Show Marks';
export const listenCommand = 'Probe: Listen';
/** What a click on it in the status bar opens: a page that holds its name and nothing else. */
export const emptyPage = 'Empty Page';
/** Begins to measure for how long the extension host is blocked, and shows the longest time since. */
export const watchCommand = 'Probe: Watch Delay';
export const delayCommand = 'Probe: Show Delay';

const manifest = {
  name: 'probe',
  publisher: 'runflow-tools',
  version: '0.0.1',
  engines: { vscode: '^1.105.0' },
  main: './main.js',
  contributes: {
    commands: [
      { command: 'probe.show', title: 'Show Marks', category: 'Probe' },
      { command: 'probe.listen', title: 'Listen', category: 'Probe' },
      { command: 'probe.watch', title: 'Watch Delay', category: 'Probe' },
      { command: 'probe.delay', title: 'Show Delay', category: 'Probe' },
    ],
  },
};

const program = `
  const vscode = require('vscode');
  const { monitorEventLoopDelay } = require('node:perf_hooks');
  const resolution = 5;
  const html = '<h1>${emptyPage}</h1><script>requestAnimationFrame(() => {' +
    'globalThis.shownAt = { ${JSON.stringify(emptyPage)}: performance.timeOrigin + performance.now() } })</script>';
  exports.activate = ({ subscriptions }) => {
    const opener = vscode.window.createStatusBarItem();
    opener.text = '${emptyPage}';
    opener.command = 'probe.page';
    opener.show();
    subscriptions.push(opener, vscode.commands.registerCommand('probe.page', () => {
      const where = vscode.ViewColumn.Active;
      vscode.window.createWebviewPanel('probe.page', '${emptyPage}', where, { enableScripts: true }).webview.html = html;
    }));
    const delay = monitorEventLoopDelay({ resolution });
    subscriptions.push({ dispose: () => delay.disable() });
    subscriptions.push(vscode.commands.registerCommand('probe.watch', () => {
      delay.enable();
      delay.reset();
    }));
    subscriptions.push(vscode.commands.registerCommand('probe.delay', () => {
      // A timer of so many milliseconds is what it measures with.
      vscode.window.showInformationMessage('delay ' + Math.max(0, delay.max / 1e6 - resolution).toFixed(1));
      delay.disable();
    }));
    subscriptions.push(vscode.commands.registerCommand('probe.show', () => {
      const marks = globalThis.MonacoPerformanceMarks.getMarks().filter(({ name }) => name.includes('runflow-tools'));
      vscode.window.showInformationMessage('marks ' + JSON.stringify(marks));
    }));
    subscriptions.push(vscode.commands.registerCommand('probe.listen', () => {
      const server = require('node:http').createServer((_, response) => response.end(JSON.stringify(process.cpuUsage())));
      subscriptions.push({ dispose: () => server.close() });
      server.listen(0, '127.0.0.1', () => vscode.window.showInformationMessage('port ' + server.address().port));
    }));
  };
`;

export interface Probe {
  readonly folder: string;
  remove(): void;
}

export function makeProbe(): Probe {
  const parent = mkdtempSync(join(tmpdir(), 'runflow-probe-'));
  const folder = join(parent, 'probe');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'main.js'), program);
  return { folder, remove: () => rmSync(parent, { recursive: true, force: true }) };
}

export interface Mark {
  readonly name: string;
  readonly startTime: number;
}

/** Reads the notification's text. */
export function marksIn(text: string): readonly Mark[] {
  return JSON.parse(text.slice(text.indexOf('['), text.lastIndexOf(']') + 1)) as readonly Mark[];
}

/** Milliseconds that the extension host has computed so far; `text` is the notification's. */
export async function computedMs(text: string): Promise<number> {
  const port = /port (\d+)/.exec(text)?.[1] ?? '';
  const { user, system } = (await (await fetch(`http://127.0.0.1:${port}`)).json()) as NodeJS.CpuUsage;
  return (user + system) / 1000;
}
