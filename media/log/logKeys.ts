/** What the keys do while the log has the focus; all others scroll as everywhere. */
export interface LogKeys {
  readonly move: (step: number) => void;
  readonly unfold: (isText: boolean) => void;
  readonly selectAll: () => void;
  readonly nextError: () => void;
  readonly leave: () => void;
}

export function keyIn(event: KeyboardEvent, keys: LogKeys): void {
  // Buttons and trees inside a line have keys of their own.
  if (event.target !== event.currentTarget) return;
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && event.key.toLowerCase() === 'a') keys.selectAll();
  else if (isCommand || event.altKey) return;
  else if (event.key === 'ArrowDown') keys.move(1);
  else if (event.key === 'ArrowUp') keys.move(-1);
  else if (event.key === 'Enter') keys.unfold(event.shiftKey);
  else if (event.key.toLowerCase() === 'e') keys.nextError();
  else if (event.key === 'Escape') keys.leave();
  else return;
  event.preventDefault();
}
