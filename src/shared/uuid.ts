/** A UUID in a text, for a regular expression: with its dashes, or without any. */
export const uuidSource = '(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32})';
const wholeUuid = new RegExp(`^${uuidSource}$`, 'i');

/** A whole UUID, with or without dashes, in any case. */
export function isUuid(text: string): boolean {
  return wholeUuid.test(text);
}

/** The UUID in lower case with dashes, the way the API writes it; spaces around it do not matter. */
export function normaliseUuid(text: string): string | undefined {
  const trimmed = text.trim();
  if (!isUuid(trimmed)) return undefined;
  const digits = trimmed.replaceAll('-', '').toLowerCase();
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
