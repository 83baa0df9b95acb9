/** The address of a workbench: what it opens, and which extension under test it loads. */

export interface AddressOptions {
  readonly folder?: string | undefined;
  readonly connectionToken?: string | undefined;
  readonly extensionDevelopmentPath?: string | undefined;
  readonly extensionTestsPath?: string | undefined;
}

export function workbenchAddress(server: { origin: string; authority: string }, options: AddressOptions): string {
  const url = new URL(server.origin);
  if (options.connectionToken) url.searchParams.set('tkn', options.connectionToken);
  if (options.folder) url.searchParams.set('folder', uriPath(options.folder));
  else url.searchParams.set('ew', 'true');
  const remote = (path: string): string => `vscode-remote://${server.authority}${uriPath(path)}`;
  const payload: [string, string][] = [];
  for (const name of ['extensionDevelopmentPath', 'extensionTestsPath'] as const) {
    const path = options[name];
    if (path) payload.push([name, remote(path)]);
  }
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify([['skipWelcome', 'true'], ...payload]));
  return url.href;
}

/** `C:\x` is `/C:/x` in a URI. */
export function uriPath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}
