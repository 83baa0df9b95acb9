/** What is said while a key comes from the browser: in the editor, and in the tab that brings it. */
export const connectWords = {
  keyName: (editor: string) => `Runflow Batches (${editor})`,
  waiting: 'Waiting for the browser: create the API key on the page of Runflow that opened there.',
  late: 'No API key came from the browser within five minutes.',
  again: 'Try Again',
  unproven:
    'A key came without the proof that it was made just now, and Runflow did not say whose it is, so it was not kept. Paste the key instead.',
  confirmUnproven: 'It came without the proof that you made it just now. Choose the organization only if it is yours.',
  done: {
    title: 'Runflow Batches',
    heading: 'The API key has arrived.',
    text: 'You can close this tab. The editor shows whose key it is before it is kept.',
  },
  refused: 'This address takes one API key from the page of Runflow, and nothing else.',
  tooLate: 'An API key has arrived already. You can close this tab.',
} as const;
