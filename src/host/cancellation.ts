import type * as vscode from 'vscode';

/** A signal that aborts with the editor's cancellation, or with another signal. */
export function abortWith(
  token: vscode.CancellationToken,
  signal: AbortSignal,
): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const cancelling = new AbortController();
  if (token.isCancellationRequested) cancelling.abort();
  const listening = token.onCancellationRequested(() => cancelling.abort());
  return { signal: AbortSignal.any([signal, cancelling.signal]), dispose: () => void listening.dispose() };
}
