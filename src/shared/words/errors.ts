/** What is said to a person when something fails; one sentence each: what happened and why. */
export const errorWords = {
  auth: 'Runflow refused the API key. It may have been revoked, or it belongs to another server.',
  signedOut: 'You are signed out of Runflow.',
  forbidden: (detail: string) => `This API key may not read that${detail}.`,
  credit: 'The organization has no credit left for this.',
  notFound: 'Runflow does not know this id. It does not exist, or it belongs to another organization.',
  invalid: (detail: string) => `Runflow did not accept the request${detail}.`,
  rateLimited: 'Runflow asks for fewer requests. Wait a moment before the next try.',
  timeout: 'Runflow did not answer in time.',
  offline: 'Runflow cannot be reached. Check the network connection.',
  proxy: 'The network proxy did not let the request through.',
  certificate: 'The certificate of the server is not trusted on this machine.',
  server: (status: string) => `Runflow had a problem of its own${status}. It is not your request.`,
  badResponse: 'The server sent something that is not a Runflow answer. A proxy or a wrong address may be the cause.',
  address: (detail: string) =>
    `The setting runflow.apiUrl ${detail === '' ? 'cannot be used' : detail}, so nothing was sent to it.`,
  tooLarge: 'The answer is larger than this extension is willing to hold.',
  bug: 'Runflow Batches met an error of its own. The log has the details.',

  signIn: 'Sign In',
  retry: 'Try Again',
  openSettings: 'Open Settings',
  showLog: 'Show Log',
  findItem: 'Open Item…',
} as const;
