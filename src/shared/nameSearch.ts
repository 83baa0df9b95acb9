/**
 * What somebody who types a name may mean: what holds every word that was typed, else what holds its letters in order,
 * so that "sk1004" finds "sku-1004".
 */
export function namedLike<T>(all: readonly T[], typed: string, textOf: (one: T) => string): readonly T[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return all;
  const texts = all.map((one) => ({ one, text: textOf(one).toLowerCase() }));
  const whole = texts.filter(({ text }) => words.every((word) => text.includes(word)));
  const found = whole.length > 0 ? whole : texts.filter(({ text }) => holdsInOrder(text, words.join('')));
  return found.map(({ one }) => one);
}

function holdsInOrder(text: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const place = text.indexOf(letter, from);
    if (place < 0) return false;
    from = place + letter.length;
  }
  return true;
}
