import * as vscode from 'vscode';
import { ApiError } from '../core/errors';
import { defaultOrigin, parseOrigin } from '../core/origin';
import { settings } from '../shared/ids';
import type { MediaMode } from '../shared/mediaProtocol';

const section = 'runflow';

export interface Environment {
  readonly RUNFLOW_API_KEY?: string | undefined;
  readonly RUNFLOW_API_URL?: string | undefined;
}

function read<T>(name: string, isValid: (value: unknown) => value is T, fallback: T): T {
  const value: unknown = vscode.workspace.getConfiguration(section).get(name);
  return isValid(value) ? value : fallback;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export function pageSize(): number {
  return Math.min(500, Math.max(1, Math.floor(read(settings.pageSize, isNumber, 50))));
}

/** Milliseconds between two looks at something that runs; undefined when only the user refreshes. */
export function refreshIntervalMs(): number | undefined {
  const mode: unknown = vscode.workspace.getConfiguration(section).get(settings.refresh);
  if (mode === 'manual') return undefined;
  return Math.max(2, read(settings.refreshInterval, isNumber, 4)) * 1000;
}

export type Notifications = 'failures' | 'off' | 'all';

export function notifications(): Notifications {
  const isMode = (value: unknown): value is Notifications => value === 'off' || value === 'all' || value === 'failures';
  return read(settings.notifications, isMode, 'failures');
}

export function mediaMode(): MediaMode {
  return vscode.workspace.getConfiguration(section).get<unknown>(settings.media) === 'onClick' ? 'onClick' : 'load';
}

/** Empty where the user knows of no dashboard. */
export function dashboardUrl(): string {
  const value = vscode.workspace.getConfiguration(section).inspect<unknown>(settings.dashboardUrl)?.globalValue;
  return typeof value === 'string' ? value : '';
}

/** For all windows of this user. */
export async function setMediaMode(mode: MediaMode): Promise<void> {
  const target = vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration(section).update(settings.media, mode === 'load' ? 'load' : 'onClick', target);
}

/**
 * The origin that is asked: the user's setting, else RUNFLOW_API_URL, else Runflow itself. Throws an ApiError
 * `address` for one that cannot be used. A workspace's value is never read: it could send the key to a stranger.
 */
export function apiOrigin(environment: Environment): string {
  const ofUser = userApiUrl();
  return ofUser === undefined ? environmentOrigin(environment) : parseOrigin(ofUser);
}

/** The origin that RUNFLOW_API_KEY belongs to; never the one of a setting. */
export function environmentOrigin(environment: Environment): string {
  try {
    return parseOrigin(environment.RUNFLOW_API_URL || defaultOrigin);
  } catch (error) {
    throw error instanceof ApiError ? error.with({ code: 'ENVIRONMENT' }) : error;
  }
}

function userApiUrl(): string | undefined {
  const value = vscode.workspace.getConfiguration(section).inspect<unknown>(settings.apiUrl)?.globalValue;
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

export function affectsApiUrl(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${section}.${settings.apiUrl}`);
}

export function affectsUs(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(section);
}
