import { normaliseUuid, uuidSource } from './uuid';

/** What has a page of its own. */
export type PageTarget =
  | { readonly kind: 'item'; readonly batchId: string; readonly itemId: string }
  | { readonly kind: 'batch'; readonly batchId: string }
  | { readonly kind: 'run'; readonly runId: string };

/** `publisher.name` of package.json: the editor hands us the links of this name only. */
export const extensionId = 'runflow-tools.runflow-batches';

/**
 * The parts of a URI, decoded, as the editor hands them over: an encoded slash (`%2F`) is a slash by then, and the link
 * one to that page. What is encoded twice stays so, and leads to no page.
 */
export interface LinkParts {
  readonly authority: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** Why a link is not followed: it is another program's, names no page, or wants more than a page. */
export type LinkRefusal = 'stranger' | 'noPage' | 'more';

/** Longer than any link of ours; a longer one is not even looked at. */
const longestPath = 200;

const pagePattern = new RegExp(
  `^/(?:batches/(?<batch>${uuidSource})(?:/items/(?<item>${uuidSource}))?|runs/(?<run>${uuidSource}))$`,
  'i',
);

/** The place of a page in links: ids and nothing else. */
export function pagePath(target: PageTarget): string {
  switch (target.kind) {
    case 'item':
      return `/batches/${segment(target.batchId)}/items/${segment(target.itemId)}`;
    case 'batch':
      return `/batches/${segment(target.batchId)}`;
    case 'run':
      return `/runs/${segment(target.runId)}`;
  }
}

/** Ids are UUIDs; whatever else a server calls an id stays one segment. */
function segment(id: string): string {
  return normaliseUuid(id) ?? encodeURIComponent(id.replace(/[\uD800-\uDFFF]/gu, '\uFFFD'));
}

/** Reads `pagePath` back; undefined for anything but the three forms with UUIDs. */
export function parsePagePath(path: string): PageTarget | undefined {
  if (path.length > longestPath) return undefined;
  const { batch, item, run } = pagePattern.exec(path)?.groups ?? {};
  const [batchId, itemId, runId] = [batch, item, run].map((id) => (id === undefined ? undefined : normaliseUuid(id)));
  if (runId !== undefined) return { kind: 'run', runId };
  if (batchId === undefined) return undefined;
  return itemId === undefined ? { kind: 'batch', batchId } : { kind: 'item', batchId, itemId };
}

/** A link that opens a page in an editor whose links start with this scheme. */
export function deepLink(scheme: string, target: PageTarget): string {
  return `${scheme}://${extensionId}${pagePath(target)}`;
}

/**
 * What a link from outside opens: a page and nothing else. Editors add `windowId` to their own links, to say which
 * window is meant; any other parameter is refused, so that none will ever change anything.
 */
export function parseDeepLink({ authority, path, query, fragment }: LinkParts): PageTarget | LinkRefusal {
  if (authority.toLowerCase() !== extensionId) return 'stranger';
  const target = parsePagePath(path);
  if (target === undefined) return 'noPage';
  return fragment === '' && /^(?:windowId=(?:_blank|\d{1,9}))?$/.test(query) ? target : 'more';
}

/**
 * What a URL in a text leads to: our own link, in whichever editor it was made, or an address of the API at one of
 * these origins. What comes behind the page, such as `/logs`, still belongs to it.
 */
export function parsePageUrl(url: string, origins: readonly string[]): PageTarget | undefined {
  const [, scheme = '', authority = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (authority.toLowerCase() === extensionId) {
    const [, path = '', query = '', fragment = ''] = /^([^?#]*)\??([^#]*)#?(.*)$/s.exec(rest) ?? [];
    const target = parseDeepLink({ authority, path, query, fragment });
    return typeof target === 'string' ? undefined : target;
  }
  if (!origins.includes(`${scheme}://${authority}`.toLowerCase())) return undefined;
  const id = uuidSource;
  const page = new RegExp(`^/v1(/batches/${id}(?:/items/${id})?|/runs/${id})(?=[/?#]|$)`, 'i').exec(rest)?.[1];
  return page === undefined ? undefined : parsePagePath(page);
}
