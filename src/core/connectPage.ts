/** The page where a person makes an API key for a program, as Runflow's own tools open it. */
export const connectPage = 'https://app.runflow.io/connect/api-key';

/** Reading only: a key that can start runs can spend money. */
const scopes = ['runs:read', 'assets:read', 'credit_balance:read'];

/** Names under which the page may hand over the key. */
export const keyParameters = ['api_key', 'key', 'token'] as const;

/** The address to open in the browser; `redirectTo` is where the page sends the browser with the new key. */
export function connectAddress(name: string, redirectTo: string): string {
  const query = { api_key_name: name, scopes: scopes.join(','), redirect_to: redirectTo };
  return `${connectPage}?${new URLSearchParams(query).toString().replaceAll('+', '%20')}`;
}
