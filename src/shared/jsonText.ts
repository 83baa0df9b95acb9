/** The texts and numbers in free-form JSON, a line each; without recursion, as that may be deeper than the stack. */
export function jsonText(json: unknown): string {
  const lines: string[] = [];
  const open: unknown[] = [json];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') lines.push(oneSpaced(value));
    else if (typeof value === 'number') lines.push(String(value));
    else if (typeof value === 'object' && value !== null) {
      for (const child of Object.values(value) as readonly unknown[]) open.push(child);
    }
  }
  return lines.join('\n');
}

/** A box for one line makes spaces of line breaks that are pasted into it. */
export function oneSpaced(text: string): string {
  return text.replace(/\s+/g, ' ');
}
