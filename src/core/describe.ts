import { hourTime, oneLine } from '../shared/format';
import type { ProblemAction, ProblemView } from '../shared/protocol';
import { errorWords as words } from '../shared/words/errors';
import { ApiError, type ErrorKind } from './errors';

interface Wording {
  readonly sentence: string | ((error: ApiError) => string);
  readonly action: ProblemAction;
}

const detail = (error: ApiError) =>
  error.detail === undefined ? '' : `: ${oneLine(error.detail.replaceAll('\n', '; '), 200).replace(/[.\s]+$/, '')}`;
const ofStatus = ({ status }: ApiError) => (status === undefined ? '' : ` (${status})`);

/** What is said of a kind where nothing more is known. */
const general: Readonly<Record<ErrorKind, Wording>> = {
  auth: { sentence: ({ status }) => (status === undefined ? words.signedOut : words.auth), action: 'signIn' },
  forbidden: { sentence: (error) => words.forbidden(detail(error)), action: 'showLog' },
  credit: { sentence: words.credit, action: 'showLog' },
  notFound: { sentence: words.notFound, action: 'findItem' },
  invalid: { sentence: (error) => words.invalid(detail(error)), action: 'showLog' },
  rateLimited: {
    sentence: ({ retryAt }) => (retryAt === undefined ? words.rateLimited : words.pausedUntil(hourTime(retryAt))),
    action: 'retry',
  },
  timeout: { sentence: words.timeout, action: 'retry' },
  offline: { sentence: words.offline, action: 'retry' },
  proxy: { sentence: (error) => words.proxy(ofStatus(error)), action: 'showLog' },
  certificate: { sentence: words.certificate, action: 'showLog' },
  server: { sentence: (error) => words.server(ofStatus(error)), action: 'retry' },
  badResponse: { sentence: words.badResponse, action: 'openSettings' },
  address: { sentence: (error) => words.address(error.detail ?? ''), action: 'openSettings' },
  tooLarge: { sentence: words.tooLarge, action: 'showLog' },
};

const issuers = /^(?:UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|CERT_UNTRUSTED|CERT_CHAIN|INVALID_CA)/;

/** What is said where the code or status of an error tells more than its kind; the first that fits. */
const special: Readonly<Partial<Record<ErrorKind, readonly (readonly [code: RegExp | number, Wording])[]>>> = {
  auth: [[/^KEY_MALFORMED$/, { sentence: words.keyMalformed, action: 'signIn' }]],
  address: [
    [/^ENVIRONMENT$/, { sentence: (error) => words.addressOfEnvironment(error.detail ?? ''), action: 'openSettings' }],
  ],
  notFound: [[/^NOT_RUNFLOW$/, { sentence: words.notRunflow, action: 'openSettings' }]],
  forbidden: [
    [/^PERMISSION_DENIED$/, { sentence: words.permission, action: 'signIn' }],
    [/^EMAIL_NOT_VERIFIED$/, { sentence: words.email, action: 'retry' }],
    [/^ORGANIZATION_MEMBERSHIP_REQUIRED$/, { sentence: words.membership, action: 'switchOrganization' }],
    [/^LINK_REFUSED$/, { sentence: (error) => words.link(detail(error)), action: 'showLog' }],
  ],
  invalid: [[409, { sentence: words.conflict, action: 'retry' }]],
  timeout: [
    [/^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, { sentence: words.connectTimeout, action: 'retry' }],
    [/^TOTAL_TIMEOUT$/, { sentence: words.tooSlow, action: 'retry' }],
  ],
  offline: [
    [/^(?:ENOTFOUND|EAI_AGAIN|EAI_FAIL|ENODATA)$/, { sentence: words.unknownName, action: 'retry' }],
    [/^ECONNREFUSED$/, { sentence: words.refused, action: 'retry' }],
    [/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, { sentence: words.broken, action: 'retry' }],
  ],
  proxy: [
    [407, { sentence: words.proxyPassword, action: 'openProxySettings' }],
    [/^PROXY_ADDRESS$/, { sentence: words.proxyAddress, action: 'openProxySettings' }],
    [/CERT|^UNABLE_TO_|^ERR_(?:TLS|SSL)|^EPROTO$/, { sentence: words.proxyCertificate, action: 'openProxySettings' }],
    [/./, { sentence: words.proxyDown, action: 'openProxySettings' }],
  ],
  certificate: [
    [/^CERT_HAS_EXPIRED$/, { sentence: words.expired, action: 'retry' }],
    [/^CERT_NOT_YET_VALID$/, { sentence: words.notYetValid, action: 'retry' }],
    [/^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/, { sentence: words.wrongHost, action: 'openSettings' }],
    [issuers, { sentence: words.unknownIssuer, action: 'showLog' }],
  ],
  badResponse: [
    [/^HTML_ANSWER$/, { sentence: words.htmlAnswer, action: 'openSettings' }],
    [/^WRONG_SHAPE$/, { sentence: words.wrongShape, action: 'copyDiagnostics' }],
    [/^ENDLESS_LIST$/, { sentence: words.endless, action: 'copyDiagnostics' }],
    [/^REDIRECT$/, { sentence: words.redirect, action: 'openSettings' }],
  ],
};

/** An error as it is told: one sentence and one thing to do. */
export function describe(error: unknown): ProblemView {
  if (!(error instanceof ApiError)) {
    return { kind: 'bug', sentence: words.bug, action: { id: 'copyDiagnostics', label: words.copyDiagnostics } };
  }
  const found = special[error.kind]?.find(([code]) =>
    typeof code === 'number' ? code === error.status : code.test(error.code ?? ''),
  );
  const { sentence, action } = found?.[1] ?? general[error.kind];
  return {
    kind: error.kind,
    sentence: [typeof sentence === 'string' ? sentence : sentence(error), ...notBefore(error)].join(' '),
    action: { id: action, label: words[action] },
    details: details(error),
  };
}

/** What a server that is down for a while may say: whoever knows does not wait for it. */
function notBefore({ kind, retryAt }: ApiError): readonly string[] {
  return retryAt === undefined || kind === 'rateLimited' ? [] : [words.notBefore(hourTime(retryAt))];
}

/** For a bug report or a question to support: kind, status, code and the server's own id of the request. */
export function details({ message, requestId }: ApiError): string {
  return oneLine([message, ...(requestId === undefined ? [] : [words.request(requestId)])].join(' · '), 300);
}
