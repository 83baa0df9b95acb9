import type { PageTarget } from '../shared/links';

/**
 * The page of a dashboard by the user's own setting: which paths it has is documented nowhere, so `{batchId}`,
 * `{itemId}` and `{runId}` stand for ids, and without them it is opened as it is. Undefined for what is no https address.
 */
export function dashboardLink(setting: string, target: PageTarget): string | undefined {
  const ids: Readonly<Record<string, string | undefined>> = { ...target };
  const filled = setting
    .trim()
    .replace(/\{(batchId|itemId|runId)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? ''));
  const url = URL.canParse(filled) ? new URL(filled) : undefined;
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined;
}
