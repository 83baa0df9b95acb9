/** User settings of a fresh profile: nothing that calls home, pops up, moves or guesses. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Settings = Readonly<Record<string, unknown>>;

export const quietSettings: Settings = {
  'chat.agentHost.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  // Looking for ports in all processes of the machine takes a tenth of a processor, in each window.
  'remote.autoForwardPortsSource': 'output',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.editor.empty.hint': 'hidden',
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** Where the server build keeps what desktop VS Code keeps in User/settings.json. */
export function userSettingsFile(serverDataDir: string): string {
  return join(serverDataDir, 'data', 'User', 'settings.json');
}

/** The machine's settings, where a remote window reads everything of machine scope. */
export function machineSettingsFile(serverDataDir: string): string {
  return join(serverDataDir, 'data', 'Machine', 'settings.json');
}

/** Adds to a settings file, and makes it when it is not there. */
export function addSettings(file: string, settings: Settings): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...readSettings(file), ...settings }, undefined, 2));
}

/** What a settings file holds; nothing when it is not there. */
export function readSettings(file: string): Settings {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Settings;
  } catch {
    return {};
  }
}
