/** Text of the API for the places where the editor sees more in it than text. */

/** For labels, where `$(name)` would be drawn as an icon. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '\\$(');
}

/** For notifications, where `[text](address)` would be a link, even one that runs a command. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
